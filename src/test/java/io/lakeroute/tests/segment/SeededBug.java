// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static io.lakeroute.tests.segment.SqlText.replaceCalls;

import java.util.function.UnaryOperator;

/** A mistake that a compiler of segments could make, with a segment that suffers from it. */
enum SeededBug {
  NOT_EQUAL_FORGETS_NULL(
      sql ->
          replaceCalls(
              sql,
              "NOT (",
              inside ->
                  inside.contains(" <=> ")
                      ? "(" + inside.replace(" <=> ", " <> ") + ")"
                      : "NOT (" + inside + ")"),
      "{'field': 'people.text', 'operator': '!=', 'value': 'zqqz'}"),
  AT_LEAST_IS_GREATER(
      sql -> sql.replace(" >= :p", " > :p").replace(" >= CAST(:p", " > CAST(:p"),
      "{'field': 'people.small', 'operator': '>=', 'value': 73101}"),
  NOT_LACKS_COALESCE(
      sql ->
          replaceCalls(
              sql,
              "NOT coalesce(",
              inside -> "NOT (" + inside.substring(0, inside.lastIndexOf(", FALSE")) + ")"),
      "{'field': 'people.words', 'operator': 'doesNotContain', 'value': 'zqqz'}"),
  WINDOW_INCLUDES_ITS_END(
      sql -> sql.replaceAll("(t\\.`\\w+` >= :p\\d+ AND t\\.`\\w+`) <( :p\\d+)", "$1 <=$2"),
      "{'field': 'orders', 'match': {'mode': 'some'}, 'window': {'last': 1, 'unit': 'hour'}}"),
  SOURCES_ARE_JOINED_INNER(
      sql -> sql.replaceAll("LEFT (JOIN s\\d)", "$1"),
      "{'field': 'traits.small', 'operator': 'null'}"),
  LOOKUPS_ARE_JOINED_INNER(
      sql -> sql.replace("LEFT JOIN (SELECT x.", "JOIN (SELECT x."),
      "{'field': 'orders', 'match': {'mode': 'some'},"
          + " 'value': {'combinator': 'and', 'rules': [{'field': 'product_text', 'operator': 'null'}]}}"),
  COUNTS_ROWS_THAT_DO_NOT_MATCH(
      sql -> replaceCalls(sql, "count_if(", inside -> "count(*)"),
      "{'field': 'orders', 'match': {'mode': 'atLeast', 'threshold': 2},"
          + " 'value': {'combinator': 'or', 'rules': [{'field': 'flag', 'operator': '=', 'value': true}]}},"
          + " {'field': 'orders', 'aggregate': 'count', 'operator': '>=', 'value': 2}"),
  NO_ROWS_ARE_NOT_ZERO(
      sql -> sql.replaceAll("coalesce\\((s\\d+\\.a\\d+), 0\\)", "$1"),
      "{'field': 'visits', 'match': {'mode': 'none'}}"),
  BETWEEN_EXCLUDES_ITS_ENDS(
      sql ->
          sql.replaceAll(
              "(coalesce\\([\\w.]+, 0\\)|[\\w.`]+) BETWEEN (:p\\d+|CAST\\(:p\\d+ AS FLOAT\\)) AND (:p\\d+|CAST\\(:p\\d+ AS FLOAT\\))",
              "($1 > $2 AND $1 < $3)"),
      "{'field': 'people.money', 'operator': 'between', 'value': [731.25, 731.99]}"),
  LONG_LIST_REPEATS_ROWS(
      sql -> sql.replace("SELECT DISTINCT explode", "SELECT explode"),
      "{'field': 'states.small', 'operator': 'in', 'value': ["
          + "73101, 73102, ".repeat(26)
          + "73101]}"),
  LATEST_VALUE_MAY_BE_NULL(
      sql ->
          sql.replaceAll(
              "FILTER \\(WHERE t\\.`\\w+` IS NOT NULL AND [\\w.`]+ IS NOT NULL",
              "FILTER (WHERE TRUE"),
      "{'field': 'orders', 'aggregate': 'last', 'of': 'text', 'operator': 'notNull'}"),
  DATE_IS_ROUNDED_DOWN(
      sql -> sql.replaceAll("(t\\.`day` (?:>=|<) )(:p\\d+)", "$1date_sub($2, 1)"),
      "{'field': 'days', 'match': {'mode': 'some'}, 'window': {'last': 40, 'unit': 'day'}}"),
  FLOAT_IS_COMPARED_AS_DOUBLE(
      sql -> sql.replaceAll("CAST\\((:p\\d+) AS FLOAT\\)", "$1"),
      "{'field': 'people.single', 'operator': '=', 'value': 731.1}"),
  OLDEST_ROW_FOR_LATEST(
      sql -> sql.replace("max(named_struct('l'", "min(named_struct('l'"),
      "{'field': 'states.text', 'operator': '>', 'value': 'zqz'}");

  private final UnaryOperator<String> change;
  private final String rules;

  SeededBug(UnaryOperator<String> change, String rules) {
    this.change = change;
    this.rules = rules;
  }

  /** The statement that a compiler with this bug had written. */
  String in(String sql) {
    return change.apply(sql);
  }

  /** Rules, in JSON, that it makes wrong. */
  String rules() {
    return rules.replace('\'', '"');
  }
}
