// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.grants.AccessList;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The workspace's catalogs, one folder each; safe for threads, as the folders are the only state.
 */
public final class Catalogs {

  /** The catalog in which a session starts. */
  static final String DEFAULT = "main";

  private static final String CONF = "spark.sql.catalog.";

  private final SparkSession spark;
  private final Path root;

  Catalogs(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
  }

  /** All catalogs by name. */
  public List<String> names() {
    return new CatalogFolder(root).schemas();
  }

  public boolean exists(String name) {
    return names().contains(name.toLowerCase(Locale.ROOT));
  }

  /** The catalog's schemas, tables and views; throws {@link SqlFailure} if unknown. */
  public LocalCatalog open(String name) {
    require(name);
    configure(spark);
    return (LocalCatalog)
        spark.sessionState().catalogManager().catalog(name.toLowerCase(Locale.ROOT));
  }

  void require(String name) {
    if (!exists(name)) {
      throw SqlFailure.of(
          "NO_SUCH_CATALOG_EXCEPTION",
          "42704",
          "Catalog '%s' was not found. Please verify the catalog name and then retry the query or"
                  .formatted(name)
              + " command again.");
    }
  }

  /** Whether a catalog, schema, table, view or volume exists. */
  public boolean exists(Securable securable) {
    if (securable.type() == Securable.Type.EXTERNAL_LOCATION) {
      return securable.equals(ExternalLocation.SECURABLE);
    }
    var name = securable.name();
    if (!exists(name.get(0))) {
      return false;
    }
    var folder = folder(name.get(0));
    return switch (securable.type()) {
      case CATALOG -> true;
      case SCHEMA -> Files.isDirectory(folder.schema(name.get(1)));
      case VOLUME -> Files.isDirectory(folder.volume(name.get(1), name.get(2)));
      default ->
          folder.isTable(name.get(1), name.get(2)) || folder.isView(name.get(1), name.get(2));
    };
  }

  /** What Unity Catalog knows of a table or view. */
  public TableEntry entry(Securable table) {
    var name = table.name();
    return TableEntry.read(folder(name.get(0)).entry(name.get(1), name.get(2)));
  }

  /** Throws {@link SqlFailure} for what does not exist. */
  void require(Securable securable) {
    var name = securable.name();
    require(name.get(0));
    String quoted = quoted(securable);
    if (!exists(securable)) {
      throw switch (securable.type()) {
        case SCHEMA ->
            SqlFailure.of(
                "SCHEMA_NOT_FOUND", "42704", "The schema " + quoted + " cannot be found.");
        case VOLUME ->
            SqlFailure.of(
                "UC_VOLUME_NOT_FOUND",
                "42704",
                "Volume %s does not exist. Please use 'SHOW VOLUMES' to list available volumes."
                    .formatted(quoted));
        default ->
            SqlFailure.of(
                "TABLE_OR_VIEW_NOT_FOUND",
                "42P01",
                "The table or view " + quoted + " cannot be found.");
      };
    }
  }

  /** A name as messages show it. */
  static String quoted(Securable securable) {
    return securable.name().stream().map(part -> "`" + part + "`").collect(Collectors.joining("."));
  }

  /** Makes sure that a catalog is there, and known to the workspace's own session. */
  public void createIfMissing(String name) {
    if (!exists(name)) {
      create(name);
    }
    configure(spark);
  }

  /** Creates an empty catalog with its {@code default} schema. */
  void create(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.matches("[a-z0-9_]+") || lower.equals("spark_catalog")) {
      throw SqlFailure.unsupported("A catalog named `" + name + "`");
    }
    if (exists(lower)) {
      throw SqlFailure.of(
          "CATALOG_ALREADY_EXISTS", "42710", "The catalog `" + name + "` already exists.");
    }
    var folder = new CatalogFolder(root.resolve(lower));
    CatalogFolder.create(folder.schema(LocalCatalog.DEFAULT_SCHEMA));
    AccessList.create(folder.access(), PlanAuthorization.caller());
  }

  /** Whether a catalog has no schema that someone made, and nothing in its first one. */
  boolean isEmpty(String name) {
    var folder = folder(name);
    return folder.schemas().stream()
        .allMatch(schema -> schema.equals(LocalCatalog.DEFAULT_SCHEMA) && folder.isEmpty(schema));
  }

  /** Where a catalog's objects lie. */
  CatalogFolder folder(String catalog) {
    return new CatalogFolder(root.resolve(CatalogFolder.encode(catalog)));
  }

  /** Removes a catalog with all that is in it. */
  void drop(String name) {
    var catalog = open(name);
    for (String[] namespace : catalog.listNamespaces()) {
      catalog.dropNamespace(namespace, true);
    }
    CatalogFolder.remove(root.resolve(name.toLowerCase(Locale.ROOT)));
  }

  /** Makes every catalog known to a session, also those created after it was opened. */
  void configure(SparkSession session) {
    for (String name : names()) {
      if (!session.conf().contains(CONF + name)) {
        session.conf().set(CONF + name, KeyedCatalog.class.getName());
        session.conf().set(CONF + name + "." + LocalCatalog.ROOT, root.toString());
      }
    }
  }
}
