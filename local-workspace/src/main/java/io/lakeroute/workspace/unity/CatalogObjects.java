// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.sql.Catalogs;
import io.lakeroute.workspace.sql.LocalCatalog;
import java.util.List;
import java.util.Locale;
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

  /** Throws the 404 of whatever part of a name does not exist. */
  void require(Securable securable) {
    securable.parent().ifPresent(this::require);
    if (!catalogs.exists(securable)) {
      throw missing(securable.type().label(), securable.fullName());
    }
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

  Relation relation(Securable table) {
    var name = table.name();
    try {
      return open(name.get(0)).loadRelation(Identifier.of(new String[] {name.get(1)}, name.get(2)));
    } catch (NoSuchTableException e) {
      throw missing("Table", table.fullName());
    }
  }

  private static ApiException missing(String kind, String name) {
    return ApiException.notFound(
        kind.toUpperCase(Locale.ROOT) + "_DOES_NOT_EXIST",
        "%s '%s' does not exist.".formatted(kind, name));
  }
}
