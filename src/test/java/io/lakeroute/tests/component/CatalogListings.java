// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.header.DatabricksConstants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Listings of the component, the SDK and the driver as rows of texts; immutable. */
record CatalogListings(ComponentContext component, String catalog, String schema) {

  List<List<String>> tables(String in, String... keys) {
    return ours("databricks:catalog:%s.%s?action=tables".formatted(catalog, in), keys);
  }

  List<List<String>> columns(String table, String... keys) {
    return entries(
        "databricks:catalog?objectFrom=header",
        Map.of(DatabricksConstants.OBJECT, List.of(catalog, schema, table)),
        keys);
  }

  List<List<String>> ours(String uri, String... keys) {
    return entries(uri, Map.of(), keys);
  }

  List<List<String>> entries(String uri, Map<String, Object> headers, String... keys) {
    List<?> entries = component.ask(List.class, uri, headers);
    return entries.stream()
        .map(entry -> row(Arrays.stream(keys).map(((Map<?, ?>) entry)::get).toArray()))
        .toList();
  }

  static <T> List<List<String>> theirs(Iterable<T> entries, Function<T, List<String>> row) {
    return StreamSupport.stream(entries.spliterator(), false).map(row).toList();
  }

  static List<List<String>> rows(ResultSet result, String... columns) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static List<String> row(Object... values) {
    return Arrays.stream(values).map(String::valueOf).toList();
  }

  /** Types without the case and the blanks in which the two differ. */
  static String plain(String type) {
    return type.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** The driver tells length, precision and scale in columns of their own. */
  static String sized(List<String> column) {
    return switch (column.get(2)) {
      case "DECIMAL" -> "DECIMAL(%s,%s)".formatted(column.get(5), column.get(6));
      case "CHAR", "VARCHAR" -> "%s(%s)".formatted(column.get(2), column.get(5));
      default -> column.get(2);
    };
  }
}
