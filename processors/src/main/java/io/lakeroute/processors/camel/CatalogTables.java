// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.segment.DeclaredTable;
import io.lakeroute.processors.segment.DeclaredTable.ForeignKey;
import io.lakeroute.processors.segment.request.SchemaTables;
import io.lakeroute.processors.sql.SqlName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables and views of schemas, as the component lists them; immutable.
 *
 * @param connection of flows without tenants
 */
record CatalogTables(TableCatalog catalog, String connection) implements SchemaTables {

  @Override
  public List<SqlName> in(SqlName schema, int most) {
    return catalog.tables(schema, connection, most).stream()
        .map(row -> schema.child((String) ((Map<?, ?>) row).get("name")))
        .toList();
  }

  @Override
  public Optional<DeclaredTable> declared(SqlName table) {
    try {
      Map<String, String> columns = SegmentSources.types(catalog.columns(table, connection));
      List<? extends Map<?, ?>> keys =
          catalog.keys(table, connection).stream().map(row -> (Map<?, ?>) row).toList();
      return Optional.of(
          new DeclaredTable(
              table,
              columns,
              keys.stream()
                  .filter(key -> key.get("references") == null)
                  .findFirst()
                  .map(key -> texts(key.get("columns")))
                  .orElse(List.of()),
              keys.stream()
                  .filter(CatalogTables::whole)
                  .map(
                      key ->
                          new ForeignKey(
                              texts(key.get("columns")),
                              SqlName.object((String) key.get("references")),
                              texts(key.get("referencedColumns"))))
                  .toList()));
    } catch (TableCatalog.UnreadableException e) {
      if (e.ofThisTable()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A foreign key whose columns there are known, one for each of its own. */
  private static boolean whole(Map<?, ?> key) {
    return key.get("references") != null
        && texts(key.get("columns")).size() == texts(key.get("referencedColumns")).size();
  }

  private static List<String> texts(Object columns) {
    return ((List<?>) columns).stream().map(String.class::cast).toList();
  }
}
