package io.lakeroute.workspace.unity;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.sql.Catalogs;
import io.lakeroute.workspace.sql.LocalCatalog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Relation;

/**
 * Finds catalogs, schemas, tables and views, or says which of them is missing; safe for threads.
 */
final class CatalogObjects {
  private final Catalogs catalogs;

  CatalogObjects(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  LocalCatalog open(String name) {
    if (!catalogs.exists(name)) {
      throw missing("Catalog", name);
    }
    return catalogs.open(name);
  }

  LocalCatalog openSchema(String catalog, String schema) {
    var opened = open(catalog);
    if (!opened.namespaceExists(new String[] {schema})) {
      throw missing("Schema", catalog + "." + schema);
    }
    return opened;
  }

  static List<String> schemas(LocalCatalog catalog) {
    return Stream.of(catalog.listNamespaces()).map(namespace -> namespace[0]).sorted().toList();
  }

  static List<String> relations(LocalCatalog catalog, String schema) {
    String[] namespace = {schema};
    return Stream.of(catalog.listTables(namespace), catalog.listViews(namespace))
        .flatMap(Stream::of)
        .map(Identifier::name)
        .sorted()
        .toList();
  }

  Optional<Relation> find(String[] name) {
    var identifier = Identifier.of(new String[] {name[1]}, name[2]);
    var catalog = openSchema(name[0], name[1]);
    return catalog.tableExists(identifier) || catalog.viewExists(identifier)
        ? Optional.of(relation(catalog, name[1], name[2]))
        : Optional.empty();
  }

  static Relation relation(LocalCatalog catalog, String schema, String name) {
    try {
      return catalog.loadRelation(Identifier.of(new String[] {schema}, name));
    } catch (NoSuchTableException e) {
      throw missing("Table", String.join(".", catalog.name(), schema, name));
    }
  }

  static ApiException missing(String kind, String name) {
    return ApiException.notFound(
        kind.toUpperCase(Locale.ROOT) + "_DOES_NOT_EXIST",
        "%s '%s' does not exist.".formatted(kind, name));
  }
}
