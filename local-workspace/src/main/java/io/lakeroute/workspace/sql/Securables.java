// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * Finds the files in which access lists lie, and the securables that Spark's plans name; immutable.
 *
 * @param dir the workspace's folder
 */
public record Securables(Path dir) implements Function<Securable, Path> {

  /** Where the catalogs lie. */
  Path root() {
    return dir.resolve("catalogs");
  }

  /** Where a securable's access list lies. */
  @Override
  public Path apply(Securable securable) {
    var name = securable.name();
    return switch (securable.type()) {
      case METASTORE -> dir.resolve("metastore-access.json");
      case WAREHOUSE -> dir.resolve("warehouse-access.json");
      case EXTERNAL_LOCATION -> dir.resolve("external-location-access.json");
      case CATALOG -> folder(name.get(0)).access();
      case SCHEMA -> folder(name.get(0)).access(name.get(1));
      case TABLE -> folder(name.get(0)).access(name.get(1), name.get(2));
      case VOLUME -> folder(name.get(0)).volumeAccess(name.get(1), name.get(2));
    };
  }

  private CatalogFolder folder(String catalog) {
    return new CatalogFolder(root().resolve(CatalogFolder.encode(catalog)));
  }

  /** The table whose data lie there; empty for any other path. */
  Optional<Securable> table(org.apache.hadoop.fs.Path path) {
    var place = Path.of(path.toUri().getPath()).normalize();
    if (!place.startsWith(root()) || place.getNameCount() < root().getNameCount() + 3) {
      return Optional.empty();
    }
    var parts =
        Stream.iterate(root().getNameCount(), i -> i + 1)
            .limit(3)
            .map(i -> CatalogFolder.decode(place.getName(i).toString()))
            .toList();
    return Optional.of(new Securable(Securable.Type.TABLE, parts));
  }

  /** A table or view that may not exist; empty for a path instead of a name. */
  static Optional<Securable> table(CatalogPlugin catalog, Identifier name) {
    boolean named =
        catalog instanceof LocalCatalog
            && name.namespace().length == 1
            && !name.namespace()[0].equals(SchemaCatalog.PATHS);
    return named
        ? Optional.of(Securable.table(catalog.name(), name.namespace()[0], name.name()))
        : Optional.empty();
  }

  /** A schema, or the catalog where no schema is named. */
  static Securable namespace(CatalogPlugin catalog, String... namespace) {
    return namespace.length == 0
        ? Securable.catalog(catalog.name())
        : Securable.schema(catalog.name(), namespace[0]);
  }
}
