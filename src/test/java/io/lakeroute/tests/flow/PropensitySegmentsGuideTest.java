// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.segment.SegmentQuery;
import io.lakeroute.tests.segment.WorkspaceModel;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the SQL, the YAML and the requests of {@code docs/propensity-segments.md}. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PropensitySegmentsGuideTest {

  private static final Instant AS_OF = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private static Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage page;
  private SegmentStatements segment;
  private SegmentQuery query;

  PropensitySegmentsGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.page = new GuidePage(Path.of("../../docs/propensity-segments.md"), workspace);
  }

  @BeforeAll
  void start() throws IOException {
    for (String created : List.of("CREATE TABLE", "CREATE VIEW")) {
      workspace.statements().run(sql(created));
    }
    segment =
        WorkspaceModel.of(workspace.access(), page.block("yaml", "model: propensity\npopulation"))
            .statements(WorkspaceModel.segment(page.block("yaml", "segment: ")), AS_OF);
    query = SegmentQuery.on(workspace.access());
  }

  @AfterAll
  void stop() {
    query.close();
  }

  @Test
  void the_segment_counts_what_the_page_and_its_query_count() throws IOException {
    long members = query.number(sql("SELECT count(*)"));

    assertThat(query.count(segment)).isEqualTo(new SegmentQuery.Count(10_000, members));
    assertThat(page.text()).contains("has %,d members of 10,000 households".formatted(members));
  }

  @Test
  void the_members_are_those_that_are_counted() throws IOException {
    String byHand = sql("SELECT count(*)").replace("count(*) AS members", "household_key");

    assertThat(query.keys(segment.members()))
        .hasSize((int) query.count(segment).members())
        .isEqualTo(query.keys(new Statement(byHand + " ORDER BY household_key", Map.of())));
  }

  @Test
  void the_page_shows_the_statement_that_is_sent() throws IOException {
    Statement statement = segment.members();

    assertThat(page.block("sql", "raise_error"))
        .isEqualTo(
            statement.sql().replace("`" + workspace.access().schema() + "`", "`shop`") + "\n");
    assertThat(statement.parameters()).isEqualTo(Map.of("p1", 0.66, "p2", 0.33, "p3", 0.66));
  }

  @Test
  void the_requests_of_the_page_are_answered_as_it_shows() throws Exception {
    write("propensity.model.yaml", "model: propensity\npopulation");
    write("bread-and-soft-drinks.segment.yaml", "segment: ");
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    GuidePage.properties(page.block("properties", "lakeroute.segments"))
        .forEach(
            (name, value) ->
                settings.put(
                    name.toString(),
                    value.toString().replace("file:segments/", "file:" + folder + "/")));
    try (Application application = Application.start(settings)) {
      List<String> asked =
          page.ask(
              application, text -> text.replace("`" + workspace.access().schema() + "`", "`shop`"));
      assertThat(asked)
          .containsExactly(
              "/segments/compile",
              "/segments/count",
              "/segments/preview",
              "/segments/explain",
              "/segments/why")
          .hasSameSizeAs(page.blocks("sh"));
    }
  }

  private void write(String name, String part) throws IOException {
    Files.writeString(folder.resolve(name), page.block("yaml", part));
  }

  private String sql(String part) throws IOException {
    return page.block("sql", part).strip().replaceFirst(";$", "");
  }
}
