// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.segment.NaiveStatement;
import io.lakeroute.tests.segment.SegmentQuery;
import io.lakeroute.tests.segment.TpcdsSegments;
import io.lakeroute.tests.segment.UncheckedStatement;
import io.lakeroute.tests.segment.WorkspaceModel;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compiled segments against the naive form of one sub-select for each condition, and against
 * themselves without checks of uniqueness, over TPC-DS, in turns.
 */
final class SegmentBench {

  private static final int PASSES = 5;

  /** The engine compiles and optimizes code of its own for each statement, for several passes. */
  private static final int WARM = 3;

  private static final String SCHEMA = "main.tpcds";

  private SegmentBench() {}

  /**
   * @param scale of TPC-DS; the tables are generated once and kept
   */
  static void run(String scale) throws Exception {
    try (WorkspaceProcess process =
        WorkspaceProcess.launch(
            Path.of("target/bench-segments-" + scale),
            List.of(),
            "--port",
            "0",
            "--tpcds",
            SCHEMA + "=" + scale)) {
      process.awaitReady(Duration.ofMinutes(15));
      Workspace workspace = process.workspace("tpcds");
      Statements sql = Statements.of(workspace);
      TpcdsSegments.sql("tpcds.sql", SCHEMA)
          .map(each -> each.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "))
          .forEach(sql::run);
      System.out.printf(
          """

          Segments over TPC-DS at scale %s: members by key, medians of %d passes in turns, after %d to warm up.

          | segment | members | compiled s | naive s | naive / compiled | without checks s | naive / without checks |
          |---|---|---|---|---|---|---|
          """,
          scale, PASSES, WARM);
      WorkspaceModel model = WorkspaceModel.of(workspace, TpcdsSegments.model(SCHEMA));
      Map<String, String> segments = new LinkedHashMap<>();
      segments.put("fifty conditions", TpcdsSegments.fifty());
      segments.putAll(TpcdsSegments.windowed());
      try (SegmentQuery query = SegmentQuery.on(workspace)) {
        segments.forEach((name, yaml) -> compare(name, model, yaml, query));
      }
    }
  }

  private static void compare(String name, WorkspaceModel model, String yaml, SegmentQuery query) {
    Segment segment = WorkspaceModel.segment(yaml);
    Statement compiled = model.statements(segment, TpcdsSegments.AS_OF).members();
    Statement naive = NaiveStatement.of(model.definition(), segment, TpcdsSegments.AS_OF);
    Statement unchecked = UncheckedStatement.of(compiled);
    List<Object> members = query.keys(compiled);
    assertThat(query.keys(naive)).as(name).isEqualTo(members);
    assertThat(query.keys(unchecked)).as(name).isEqualTo(members);
    for (int pass = 1; pass < WARM; pass++) {
      query.keys(compiled);
      query.keys(naive);
      query.keys(unchecked);
    }
    List<Double> ofCompiled = new ArrayList<>();
    List<Double> ofNaive = new ArrayList<>();
    List<Double> ofUnchecked = new ArrayList<>();
    for (int pass = 0; pass < PASSES; pass++) {
      ofCompiled.add(seconds(query, compiled));
      ofNaive.add(seconds(query, naive));
      ofUnchecked.add(seconds(query, unchecked));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
        name,
        members.size(),
        median(ofCompiled),
        median(ofNaive),
        median(ofNaive) / median(ofCompiled),
        median(ofUnchecked),
        median(ofNaive) / median(ofUnchecked));
  }

  private static double seconds(SegmentQuery query, Statement statement) {
    long start = System.nanoTime();
    query.keys(statement);
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> seconds) {
    Collections.sort(seconds);
    return seconds.get(seconds.size() / 2);
  }
}
