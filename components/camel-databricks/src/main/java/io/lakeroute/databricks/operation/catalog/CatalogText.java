// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers as compact text, a line for each entry. Stateless. */
public final class CatalogText {

  private CatalogText() {}

  static String objects(List<Map<String, Object>> entries) {
    return lines(
        entries,
        entry ->
            entry.get("object")
                + part(" ", entry.get("type"))
                + part(" ", entry.get("format"))
                + rows(entry.get("rowCount"))
                + comment(entry.get("comment")));
  }

  static String columns(List<Map<String, Object>> columns) {
    return lines(columns, CatalogText::column);
  }

  static String keys(List<Map<String, Object>> keys) {
    return lines(
        keys,
        key ->
            key.get("kind")
                + " KEY "
                + list(key.get("columns"))
                + (key.get("references") == null
                    ? ""
                    : " REFERENCES "
                        + key.get("references")
                        + " "
                        + list(key.get("referencedColumns"))));
  }

  private static String list(Object columns) {
    return ((List<?>) columns)
        .stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  static String version(Map<String, Object> table) {
    Object version = table.get("version");
    return table.get("object")
        + (version == null ? " without versions" : part(" version ", version))
        + "\n";
  }

  /** Name, type and comment of a column, without an end of line. */
  public static String column(Map<String, Object> column) {
    return column.get("name")
        + part(" ", column.get("type"))
        + (Boolean.FALSE.equals(column.get("nullable")) ? " NOT NULL" : "")
        + comment(column.get("comment"));
  }

  static String privileges(List<Map<String, Object>> entries) {
    return lines(
        entries,
        entry ->
            entry.get("privilege")
                + part(" to ", entry.get("principal"))
                + (entry.get("inheritedFrom") == null
                    ? ""
                    : " by " + entry.get("inheritedFromType") + " " + entry.get("inheritedFrom")));
  }

  /** How many rows there are, where that is known. */
  public static String rows(Object count) {
    return count == null ? "" : ", " + count + (Long.valueOf(1).equals(count) ? " row" : " rows");
  }

  /** A comment behind a colon, on one line, where there is one. */
  public static String comment(Object comment) {
    return comment == null || comment.toString().isBlank()
        ? ""
        : ": " + comment.toString().strip().replaceAll("\\s+", " ");
  }

  private static String part(String before, Object value) {
    return value == null ? "" : before + value;
  }

  private static String lines(
      List<Map<String, Object>> entries, Function<Map<String, Object>, String> line) {
    return entries.stream().map(line).map(text -> text + "\n").collect(Collectors.joining());
  }
}
