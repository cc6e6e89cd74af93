package io.lakeroute.workspace.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The workspace's catalogs, one folder each; safe for threads, as the folders are the only state.
 */
public final class Catalogs {

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

  /**
   * The catalog's schemas, tables and views; throws {@link IllegalArgumentException} if unknown.
   */
  public LocalCatalog open(String name) {
    if (!exists(name)) {
      throw new IllegalArgumentException("Catalog '" + name + "' does not exist.");
    }
    configure(spark);
    return (LocalCatalog)
        spark.sessionState().catalogManager().catalog(name.toLowerCase(Locale.ROOT));
  }

  /** Creates an empty catalog with its {@code default} schema. */
  public void create(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.matches("[a-z0-9_]+") || lower.equals("spark_catalog") || exists(lower)) {
      throw new IllegalArgumentException(
          exists(lower)
              ? "Catalog '" + lower + "' already exists"
              : "The local workspace allows letters, digits and _ in a catalog's name: " + name);
    }
    CatalogFolder.create(
        new CatalogFolder(root.resolve(lower)).schema(LocalCatalog.DEFAULT_SCHEMA));
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
        session.conf().set(CONF + name, LocalCatalog.class.getName());
        session.conf().set(CONF + name + "." + LocalCatalog.ROOT, root.toString());
      }
    }
  }
}
