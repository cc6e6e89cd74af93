// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the latest commits of a table. Stateless. */
public final class TableHistory {

  private static final JsonMapper JSON = new JsonMapper();

  private TableHistory() {}

  /**
   * One commit.
   *
   * @param metrics of its operation, such as {@code numOutputRows}; empty where none are kept
   */
  public record Commit(long version, Instant at, String operation, Map<String, String> metrics) {

    public Commit {
      metrics = Map.copyOf(metrics);
    }
  }

  /** The latest commits, the latest first; at least one. */
  public static List<Commit> latest(TableProbe probe, ObjectName table, long limit) {
    return Reading.of("the history of " + table, () -> read(probe, table, limit));
  }

  private static List<Commit> read(TableProbe probe, ObjectName table, long limit)
      throws SQLException, InterruptedException {
    List<Commit> commits = new ArrayList<>();
    String sql = "DESCRIBE HISTORY " + table.quoted() + " LIMIT " + limit;
    try (RowSource source = probe.open(sql, Map.of(), 0, (int) Math.min(limit, 100))) {
      List<String> names = source.columns().stream().map(Column::name).toList();
      int version = names.indexOf("version");
      int at = names.indexOf("timestamp");
      int operation = names.indexOf("operation");
      int metrics = names.indexOf("operationMetrics");
      for (Rows rows = source.read(1_000); rows.size() > 0; rows = source.read(1_000)) {
        for (int i = 0; i < rows.size(); i++) {
          commits.add(
              new Commit(
                  ((Number) rows.value(i, version)).longValue(),
                  (Instant) rows.value(i, at),
                  String.valueOf(rows.value(i, operation)),
                  metrics < 0 ? Map.of() : metrics(rows.value(i, metrics))));
        }
      }
    }
    return commits;
  }

  /** A map, or JSON text of one, as results carry it. */
  private static Map<String, String> metrics(Object value) {
    Map<String, String> metrics = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, metric) -> metrics.put(String.valueOf(name), String.valueOf(metric)));
    } else if (value instanceof String text) {
      try {
        JSON.readTree(text)
            .properties()
            .forEach(metric -> metrics.put(metric.getKey(), metric.getValue().asText()));
      } catch (JsonProcessingException e) {
        return Map.of();
      }
    }
    return metrics;
  }
}
