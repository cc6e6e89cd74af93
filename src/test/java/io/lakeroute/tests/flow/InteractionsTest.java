// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The interactions flow whole: REST, mapping, Kamelet, component, local workspace. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteractionsTest {
  @TempDir private static Path mappings;

  private final LocalWorkspace workspace;
  private Application application;
  private Caller caller;

  InteractionsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    Shop.fill(workspace);
    Shop.writeMappings(workspace, mappings);
    application = Application.start(Application.interactions(workspace.access(), mappings));
    caller = new Caller(application);
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void pages_are_the_one_page_in_both_orders_though_timestamps_tie() {
    for (String order : List.of("asc", "desc")) {
      List<String> whole =
          Caller.interactions(caller.get("/profiles/p1/interactions?limit=1000&order=" + order));

      assertThat(whole).hasSize(Shop.PURCHASES + Shop.VISITS).doesNotHaveDuplicates();
      assertThat(caller.pages("/profiles/p1/interactions?limit=25&order=" + order))
          .containsExactlyElementsOf(whole);
    }
  }

  @Test
  void a_row_that_arrives_between_pages_moves_no_other() {
    JsonNode first = caller.get("/profiles/p2/interactions?limit=2&order=asc");
    workspace
        .statements()
        .run(
            "INSERT INTO %s VALUES ('p2', TIMESTAMP'2020-01-01 00:00:00Z', 'early', 0, 1.00)"
                .formatted(workspace.name("purchases")));

    List<String> rest =
        caller.pages(
            "/profiles/p2/interactions?limit=2&order=asc&cursor="
                + Rest.encode(first.path("next").asText()));

    List<String> all = new ArrayList<>(Caller.interactions(first));
    all.addAll(rest);
    assertThat(all).hasSize(4).doesNotHaveDuplicates().noneMatch(i -> i.contains("early"));
  }

  @Test
  void sources_are_merged_by_time_and_can_be_chosen() {
    List<String> merged =
        Caller.interactions(caller.get("/profiles/p1/interactions?limit=1000&order=asc"));
    List<String> visits =
        Caller.interactions(caller.get("/profiles/p1/interactions?limit=1000&type=visit"));

    assertThat(merged.stream().map(i -> i.split("\"timestamp\":\"")[1].substring(0, 20)).toList())
        .isSorted();
    assertThat(visits).hasSize(Shop.VISITS).allMatch(i -> i.contains("\"type\":\"visit\""));
  }

  @Test
  void attributes_keep_their_types_and_only_mapped_columns_travel() {
    // As text: a JSON tree would not tell 12.50 from 12.5.
    assertThat(caller.ask("/profiles/p3/interactions?type=purchase").text())
        .isEqualTo(
            "{\"profile\":\"p3\",\"interactions\":[{\"type\":\"purchase\","
                + "\"timestamp\":\"2024-07-01T03:04:05.123456Z\",\"source\":\"store\","
                + "\"attributes\":{\"basket\":\"b\",\"value\":12.50}}]}");
  }

  @Test
  void nested_attributes_are_the_values_of_the_table() {
    assertThat(caller.ask("/profiles/p1/interactions?type=visit&limit=1").text())
        .contains("\"details\":{\"said \\\"hi\\\"\":[\"C:\\\\tmp\",\"a\\tb\"]}");
  }

  @Test
  void a_profile_has_the_interactions_of_its_crosswalk_values() {
    List<String> both =
        Caller.interactions(
            caller.get("/profiles/person/interactions?crosswalk=p2&crosswalk=p3&type=purchase"));

    assertThat(both.size()).isGreaterThanOrEqualTo(5);
    assertThat(Caller.interactions(caller.get("/profiles/person/interactions"))).isEmpty();
  }

  @Test
  void an_unknown_id_is_an_empty_list() {
    assertThat(caller.get("/profiles/nobody/interactions").toString())
        .isEqualTo("{\"profile\":\"nobody\",\"interactions\":[]}");
  }

  @Test
  void a_hostile_id_is_only_a_value() {
    for (String id :
        List.of("p1' OR '1'='1", "p1%25'; DROP TABLE purchases; -- ${body} :c0 é😀`")) {
      var reply = caller.ask("/profiles/" + Rest.encode(id).replace("+", "%20") + "/interactions");

      assertThat(reply.status()).as(id).isEqualTo(200);
      assertThat(reply.json().path("profile").asText()).isEqualTo(id);
      assertThat(reply.json().path("interactions")).isEmpty();
    }
    assertThat(Caller.interactions(caller.get("/profiles/p1/interactions"))).isNotEmpty();
  }

  @Test
  void without_a_credential_nothing_is_answered() {
    var reply = Rest.anonymous().get(application.url("/profiles/p1/interactions"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("reason").asText()).isEqualTo("CREDENTIALS_REQUIRED");
  }

  @Test
  void bad_input_is_a_problem_that_says_what_is_allowed() {
    for (String query :
        List.of(
            "type=nope",
            "from=yesterday",
            "limit=0",
            "limit=100000",
            "cursor=forged",
            "order=up")) {
      var reply = caller.ask("/profiles/p1/interactions?" + query);

      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(reply.json().path("reason").asText()).isEqualTo("INVALID");
      assertThat(reply.json().path("detail").asText()).contains(query.split("=")[0]);
    }
  }

  @Test
  void a_missing_grant_is_named_and_the_statement_is_not() {
    workspace
        .knobs()
        .add(
            Fault.on("POST /api/2.0/sql/statements", 200)
                .body(
                    Map.of(
                        "statement_id",
                        "01f1c46c-0000-0000-0000-000000000000",
                        "status",
                        Map.of(
                            "state",
                            "FAILED",
                            "error",
                            Map.of(
                                "error_code",
                                "BAD_REQUEST",
                                "message",
                                "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does"
                                    + " not have SELECT on Table 'main.s.t'. SQLSTATE: 42501"),
                            "sql_state",
                            "42501"))));

    var reply = caller.ask("/profiles/p1/interactions?type=purchase");

    assertThat(reply.status()).as(reply.text()).isEqualTo(502);
    assertThat(reply.json().path("reason").asText()).isEqualTo("FORBIDDEN");
    assertThat(reply.json().path("detail").asText())
        .contains("SELECT", "main.s.t")
        .doesNotContain("FROM", "WHERE");
  }

  @Test
  void the_openapi_document_is_served() {
    var reply = caller.ask("/openapi.json");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("paths").path("/profiles/{id}/interactions").path("get").size())
        .isPositive();
  }
}
