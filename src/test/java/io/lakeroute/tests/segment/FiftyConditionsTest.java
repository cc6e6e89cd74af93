// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A segment of fifty conditions over seven sources and five lookups, on small tables. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiftyConditionsTest {

  private static final int PASSES = 400;
  private static final Pattern LEAF =
      Pattern.compile("(?m)^\\(\\d+\\) (?:Scan|LocalTableScan|Range|ReusedExchange)\\b");
  private static final Pattern FOLDER = Pattern.compile("(?m)^Location: \\S+ \\[\\S+/(\\w+)\\]$");

  private final LocalWorkspace workspace;
  private final String schema;
  private WorkspaceModel model;
  private SegmentQuery query;

  FiftyConditionsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  void start() {
    TpcdsSegments.sql("tpcds-small.sql", schema).forEach(workspace.statements()::run);
    model = WorkspaceModel.of(workspace.access(), TpcdsSegments.model(schema));
    query = SegmentQuery.on(workspace.access());
  }

  @AfterAll
  void stop() {
    query.close();
  }

  @Test
  void the_segment_has_fifty_conditions() {
    assertThat(conditions(WorkspaceModel.segment(TpcdsSegments.fifty()).rules())).isEqualTo(50);
  }

  private static int conditions(Rule rule) {
    return rule instanceof Rule.Group group
        ? group.rules().stream().mapToInt(FiftyConditionsTest::conditions).sum()
        : 1;
  }

  /** Time of the processor, for a machine that does other things: usually a tenth of the bound. */
  @Test
  void fifty_conditions_become_a_statement_in_milliseconds() {
    Segment read = WorkspaceModel.segment(TpcdsSegments.fifty());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Double> millis = new ArrayList<>();
    for (int pass = 0; pass < 2 * PASSES; pass++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(model.statements(read, TpcdsSegments.AS_OF).members().sql()).isNotEmpty();
      if (pass >= PASSES) {
        millis.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
      }
    }
    double p99 = millis.stream().sorted().toList().get(PASSES * 99 / 100);

    System.out.printf(
        Locale.ROOT, "fifty conditions are bound and compiled in %.2f ms (p99, warm)%n", p99);
    assertThat(p99).isLessThan(50);
  }

  @Test
  void each_source_and_each_lookup_is_scanned_once() {
    Statement members = fifty().members();
    String plan =
        query
            .keys(new Statement("EXPLAIN FORMATTED " + members.sql(), members.parameters()))
            .get(0)
            .toString();

    assertThat(LEAF.matcher(plan).results()).as(plan).hasSize(12);
    assertThat(FOLDER.matcher(plan).results().map(scan -> scan.group(1)))
        .as(plan)
        .containsExactlyInAnyOrderElementsOf(
            model.bound().tables().values().stream().map(name -> name.parts().get(2)).toList());
  }

  @Test
  void the_naive_form_has_the_same_members() {
    List<Object> members = query.keys(fifty().members());

    assertThat(members)
        .hasSizeBetween(10, 390)
        .isEqualTo(
            query.keys(
                NaiveStatement.of(
                    model.definition(),
                    WorkspaceModel.segment(TpcdsSegments.fifty()),
                    TpcdsSegments.AS_OF)));
    assertThat(query.count(fifty())).isEqualTo(new SegmentQuery.Count(400, members.size()));
  }

  private SegmentStatements fifty() {
    return model.statements(WorkspaceModel.segment(TpcdsSegments.fifty()), TpcdsSegments.AS_OF);
  }
}
