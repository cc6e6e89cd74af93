// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;

/**
 * Where a catalog's objects lie on disk: {@code schema/table} for tables, {@code
 * schema/_views/view.json} for views. Names are kept in lower case, and encoded so that none leaves
 * its folder; stateless.
 */
record CatalogFolder(Path root) {

  private static final String ACCESS = "_access.json";

  static String encode(String name) {
    return URLEncoder.encode(name.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8)
        .replace(".", "%2E")
        .replace("*", "%2A");
  }

  static String decode(String file) {
    return URLDecoder.decode(file, StandardCharsets.UTF_8);
  }

  Path schema(String schema) {
    return root.resolve(encode(schema));
  }

  Path table(String schema, String table) {
    return schema(schema).resolve(encode(table));
  }

  Path view(String schema, String view) {
    return schema(schema).resolve("_views").resolve(encode(view) + ".json");
  }

  /** Who may do what with the catalog. */
  Path access() {
    return root.resolve(ACCESS);
  }

  Path access(String schema) {
    return schema(schema).resolve(ACCESS);
  }

  /** Who may do what with a table or a view: beside its folder, which is Delta's. */
  Path access(String schema, String relation) {
    return schema(schema).resolve("_access").resolve(encode(relation) + ".json");
  }

  /** What Unity Catalog knows of a table or a view. */
  Path entry(String schema, String relation) {
    return schema(schema).resolve("_entries").resolve(encode(relation) + ".json");
  }

  /** What ANALYZE TABLE found. */
  Path statistics(String schema, String table) {
    return schema(schema).resolve("_statistics").resolve(encode(table) + ".json");
  }

  Path volume(String schema, String volume) {
    return schema(schema).resolve("_volumes").resolve(encode(volume));
  }

  Path volumeAccess(String schema, String volume) {
    return schema(schema).resolve("_volumes").resolve(encode(volume) + ".json");
  }

  /** What a volume is, beside its folder, which is its owner's to fill. */
  Path volumeFile(String schema, String volume) {
    return schema(schema).resolve("_volumes").resolve(encode(volume) + ".volume");
  }

  boolean isTable(String schema, String table) {
    return Files.isDirectory(table(schema, table).resolve("_delta_log"));
  }

  boolean isView(String schema, String view) {
    return Files.isRegularFile(view(schema, view));
  }

  List<String> schemas() {
    return children(root).stream().filter(Files::isDirectory).map(CatalogFolder::name).toList();
  }

  List<String> tables(String schema) {
    return children(schema(schema)).stream()
        .filter(folder -> Files.isDirectory(folder.resolve("_delta_log")))
        .map(CatalogFolder::name)
        .toList();
  }

  List<String> views(String schema) {
    return children(schema(schema).resolve("_views")).stream()
        .map(CatalogFolder::name)
        .map(file -> file.substring(0, file.length() - ".json".length()))
        .toList();
  }

  List<String> volumes(String schema) {
    return children(schema(schema).resolve("_volumes")).stream()
        .filter(Files::isDirectory)
        .map(CatalogFolder::name)
        .toList();
  }

  /** Whether a schema has neither a table nor a view nor a volume. */
  boolean isEmpty(String schema) {
    return tables(schema).isEmpty() && views(schema).isEmpty() && volumes(schema).isEmpty();
  }

  private static String name(Path path) {
    return decode(path.getFileName().toString());
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves a file or a folder; a missing one is fine. */
  static void move(Path from, Path to) {
    if (!Files.exists(from)) {
      return;
    }
    try {
      Files.createDirectories(to.getParent());
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file or a whole folder; a missing one is fine. */
  static void remove(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE; // gone meanwhile
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
