// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Kamelets that browse, sample, verify and query, each under a source and in front of a sink
 * that somebody else chose.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class CatalogKameletsTest {
  private final LocalWorkspace workspace;
  private final String schema;

  CatalogKameletsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    for (String sql :
        List.of(
            "CREATE TABLE %s (id BIGINT COMMENT 'the key', name STRING, email STRING)",
            "INSERT INTO %s VALUES (1, 'a%%b & c+d', 'secret'), (2, NULL, 'secret')")) {
      workspace.statements().run(sql.formatted(workspace.name("leads")));
    }
  }

  @Test
  void the_catalog_is_browsed_from_a_timer_into_a_file(@TempDir Path folder) throws IOException {
    try (var routes =
        start(
            """
            - from:
                uri: timer:once?repeatCount=1&delay=0
                steps:
                  - to:
                      uri: kamelet:databricks-catalog-action
                      parameters:
                        action: tables
                        object: "%s"
                  - to: file:%s?fileName=tables.json
                  - to: seda:done
            """
                .formatted(schema, folder))) {
      routes.receive("seda:done");
    }

    assertThat(
            json(Files.readString(folder.resolve("tables.json"))).path(0).path("object").asText())
        .isEqualTo(schema + ".leads");
  }

  @Test
  void the_catalog_is_browsed_step_by_step_with_names_from_messages() {
    try (var routes =
        start(
            """
            - from:
                uri: direct:columns
                steps:
                  - setHeader:
                      name: CamelDatabricksObject
                      simple: "${body}"
                  - to: kamelet:databricks-catalog-action?action=columns&objectFrom=header&object=main
                  - to: seda:theirs?waitForTaskToComplete=Never
            - from:
                uri: seda:names?waitForTaskToComplete=Never
                steps:
                  - to: kamelet:databricks-catalog-action?action=schemas&object=main&pageSize=1&outputType=list
                  - toD: direct:${header.then}
            - from:
                uri: direct:count
                steps:
                  - setBody:
                      simple: "${body.size} ${header.CamelDatabricksPageToken}"
                  - to: seda:counted
            """)) {
      Exchange columns = routes.send("direct:columns", schema + ".`leads`", Map.of());
      routes.send("seda:names", null, Map.of("then", "count"));

      assertThat(columns.getException()).isNull();
      assertThat(json(routes.receive("seda:theirs")).path(0).path("comment").asText())
          .isEqualTo("the key");
      assertThat(routes.receive("seda:counted")).matches("1 \\S+");
      assertThat(routes.send("direct:columns", "other.secret.things", Map.of()).getException())
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID));
    }
  }

  @Test
  void a_sample_becomes_part_of_a_prompt() {
    try (var routes =
        start(
            """
            - from:
                uri: direct:ask
                steps:
                  - setProperty:
                      name: question
                      simple: "${body}"
                  - to:
                      uri: kamelet:databricks-sample-action
                      parameters:
                        object: "%s.leads"
                        excludeColumns: "*mail"
                        outputType: text
                        sampleRows: 1
                  - setBody:
                      simple: "${exchangeProperty.question}\\n\\n${body}"
                  - to: seda:prompts?waitForTaskToComplete=Never
            """
                .formatted(schema))) {
      routes.send("direct:ask", "Who are our leads?", Map.of());

      assertThat(routes.receive("seda:prompts"))
          .startsWith("Who are our leads?\n\n" + schema + ".leads MANAGED, 2 rows\n")
          .contains("id bigint: the key (2 distinct, 1 to 2)", "email string (values withheld)")
          .doesNotContain("secret");
    }
  }

  @Tag("matrix")
  @Test
  void a_sample_is_picked_by_a_header_and_split_by_its_receiver() {
    try (var routes =
        start(
            """
            - from:
                uri: seda:picked
                steps:
                  - to: kamelet:databricks-sample-action?objectFrom=header&outputType=list&statisticsRows=0
                  - split:
                      simple: "${body[rows]}"
                      steps:
                        - setBody:
                            simple: "${body[id]}"
                        - to: seda:rows
            """)) {
      routes
          .camel()
          .createProducerTemplate()
          .sendBodyAndHeader(
              "seda:picked?waitForTaskToComplete=Never",
              null,
              "CamelDatabricksObject",
              schema + ".leads");

      assertThat(List.of(routes.receive("seda:rows"), routes.receive("seda:rows")))
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void a_connection_is_verified_and_the_answer_routed() {
    try (var routes =
        start(
            """
            - from:
                uri: direct:check
                steps:
                  - to: kamelet:databricks-verify-action?outputType=list
                  - choice:
                      when:
                        - simple: "${body[ok]}"
                          steps:
                            - to: seda:good?waitForTaskToComplete=Never
                      otherwise:
                        steps:
                          - to: seda:bad
            - from:
                uri: timer:check?repeatCount=1&delay=0
                steps:
                  - to: kamelet:databricks-verify-action
                  - to: seda:reports
            """)) {
      routes.send("direct:check", null, Map.of());

      assertThat(routes.receive("seda:good")).contains("steps");
      JsonNode report = json(routes.receive("seda:reports"));
      assertThat(report.path("ok").asBoolean()).isTrue();
      assertThat(report.path("steps").findValuesAsText("step"))
          .containsExactly("token", "warehouse", "statement", "catalog");
    }
  }

  @Test
  void a_query_binds_a_body_that_is_a_map_whatever_its_statement_holds() {
    try (var routes =
        start(
            """
            - from:
                uri: direct:query
                steps:
                  - to:
                      uri: kamelet:databricks-query-action
                      parameters:
                        sql: "RAW(SELECT id, name, 1&3 AS n FROM %s WHERE name LIKE 'a%%' || :end AND name <> '#?;{}' AND (id = :id))"
                        flow: lookup
                  - to: seda:answers?waitForTaskToComplete=Never
            """
                .formatted(workspace.name("leads")))) {
      Exchange answer = routes.send("direct:query", Map.of("id", 1, "end", "b & c+d"), Map.of());

      assertThat(answer.getException()).isNull();
      assertThat(routes.receive("seda:answers"))
          .isEqualTo("[{\"id\":1,\"name\":\"a%b & c+d\",\"n\":1}]");
      assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE))
          .isEqualTo("application/json");
    }
  }

  @Test
  void a_query_is_written_into_a_file(@TempDir Path folder) throws IOException {
    try (var routes =
        start(
            """
            - from:
                uri: timer:once?repeatCount=1&delay=0
                steps:
                  - to:
                      uri: kamelet:databricks-query-action
                      parameters:
                        sql: SELECT id FROM range(0, 5000, 1, 1) ORDER BY id
                        maxRows: 3
                  - to: file:%s?fileName=ids.json
                  - to: seda:done
            """
                .formatted(folder))) {
      routes.receive("seda:done");
    }

    assertThat(Files.readString(folder.resolve("ids.json")))
        .isEqualTo("[{\"id\":0},{\"id\":1},{\"id\":2}]");
  }

  private UserRoutes start(String yaml) {
    return UserRoutes.start(workspace.access(), yaml);
  }

  private static JsonNode json(String text) {
    try {
      return Rest.JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
