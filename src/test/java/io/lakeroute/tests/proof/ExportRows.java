// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of one run, each of which carries the run's number. Immutable.
 *
 * @param run its number
 * @param width of a filler, for large rows
 */
record ExportRows(int run, int count, int width) {

  /** Says which runs a table holds, and how much of them. */
  static final String HELD =
      "SELECT concat('run ', array_join(array_sort(collect_set(run)), '+'), ': ', count(*), ' rows, ', count(DISTINCT id), ' ids up to ', coalesce(max(id), -1), ', ', count_if(note IS DISTINCT FROM concat(run, '-', id, '-', repeat('x', CAST(width AS INT)))), ' wrong') FROM ";

  Iterator<Map<String, Object>> rows() {
    String filler = "x".repeat(width);
    return IntStream.range(0, count).mapToObj(id -> row(id, filler)).iterator();
  }

  private Map<String, Object> row(int id, String filler) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("run", run);
    row.put("width", width);
    row.put("note", run + "-" + id + "-" + filler);
    return row;
  }

  /** The statement that makes a table of them. */
  String table(String name) {
    return "CREATE TABLE %s AS SELECT id, CAST(%d AS BIGINT) AS run, CAST(%d AS BIGINT) AS width, concat(%d, '-', id, '-', repeat('x', %d)) AS note FROM range(%d)"
        .formatted(name, run, width, run, width, count);
  }

  /** What {@link #HELD} answers for a table that holds this run and nothing else. */
  String held() {
    return "run %d: %d rows, %d ids up to %d, 0 wrong".formatted(run, count, count, count - 1);
  }
}
