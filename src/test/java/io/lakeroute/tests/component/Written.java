// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Sends rows to {@code databricks:write} and looks at the table afterwards; immutable.
 *
 * @param defaults options of all writes
 */
record Written(LocalWorkspace workspace, ComponentContext component, String defaults) {

  Written(LocalWorkspace workspace, ComponentContext component) {
    this(workspace, component, "");
  }

  /** A new table, with the columns that append wants if {@code runs}. */
  String table(String name, String columns, boolean runs) {
    String table = workspace.name(name);
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (%s%s)"
                .formatted(table, columns, runs ? ", _run_id STRING, _run_row BIGINT" : ""));
    return table;
  }

  /** A new table whose columns may have defaults, with the columns that append wants. */
  String tableWithDefaults(String name, String columns) {
    String table = workspace.name(name);
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (%s, _run_id STRING, _run_row BIGINT) TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')"
                .formatted(table, columns));
    return table;
  }

  Exchange write(String table, String options, Object body) {
    return write(table, options, Map.of(), body);
  }

  Exchange write(String table, String options, Map<String, Object> headers, Object body) {
    return component.send(
        "databricks:write:" + table + "?connection=local" + options + defaults,
        e -> {
          e.getMessage().setHeaders(new LinkedHashMap<>(headers));
          e.getMessage().setBody(body);
        });
  }

  /** Headers of the message at that position of a run. */
  static Map<String, Object> message(String run, long index, boolean complete) {
    return Map.of(
        DatabricksConstants.RUN_ID, run,
        DatabricksConstants.BATCH_INDEX, index,
        DatabricksConstants.RUN_COMPLETE, complete);
  }

  static Map<String, Object> run(String run) {
    return Map.of(DatabricksConstants.RUN_ID, run);
  }

  /** Rows with the ids from one to before another, and a name each. */
  static List<Map<String, Object>> rows(int from, int to) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(Map.of("id", id, "name", "name " + id));
    }
    return rows;
  }

  /** What a query of one value gives. */
  String value(String sql) {
    return workspace.statements().run(sql).get(0).get(0);
  }

  /** All ids of a table in order, with repetitions, separated by blanks. */
  String ids(String table) {
    return value(
        "SELECT array_join(transform(array_sort(collect_list(id)), i -> CAST(i AS STRING)), ' ') FROM "
            + table);
  }

  /** Asserts that the table holds each id below a bound once. */
  String counts(String table) {
    return value(
        "SELECT concat(count(*), ' rows, ', count(DISTINCT id), ' ids, ', coalesce(max(id), -1), ' the highest') FROM "
            + table);
  }
}
