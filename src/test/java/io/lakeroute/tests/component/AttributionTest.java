// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryInfo;
import com.databricks.sdk.service.sql.QueryTag;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query in the workspace's history tells its tenant, flow and run. */
@ExtendWith(LocalWorkspaceExtension.class)
class AttributionTest {
  private final LocalWorkspace workspace;
  private final WorkspaceClient admin;
  private ComponentContext component;

  AttributionTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.admin = Identities.of(workspace).admin();
  }

  @BeforeEach
  void start() {
    component = ComponentContext.startAll(Map.of("shared", servicePrincipal(workspace.access())));
  }

  @AfterEach
  void stop() {
    component.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "batches"})
  void a_query_is_attributed_to_its_tenant_its_flow_and_its_run(String outputType) {
    String text = ask("acme", "2026-11-21T08:00:00Z/7", outputType);

    QueryInfo query = inHistory(text);
    assertThat(tags(query))
        .isEqualTo(
            Map.of(
                "team",
                "tests",
                "tenant",
                "acme",
                "flow",
                "leads",
                "run",
                "2026-11-21T08:00:00Z/7"));
    assertThat(query.getClientApplication()).contains("Lakeroute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "batches"})
  void a_run_is_not_left_to_the_next_message_in_the_same_session(String outputType) {
    ask("acme", "7", outputType);

    assertThat(tags(inHistory(ask("acme", "8", outputType)))).containsEntry("run", "8");
    assertThat(tags(inHistory(ask("acme", null, outputType)))).doesNotContainKey("run");
    assertThat(tags(inHistory(ask("globex", null, outputType)))).containsEntry("tenant", "globex");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7', QUERY_TAGS['tenant'] = 'globex",
        "7,tenant:globex",
        "7\\",
        "7\\', QUERY_TAGS['tenant'] = 'globex",
        "été 😀"
      })
  void a_hostile_run_id_is_only_a_value(String run) {
    for (String outputType : new String[] {"list", "batches"}) {
      assertThat(tags(inHistory(ask("acme", run, outputType))))
          .containsEntry("tenant", "acme")
          .containsEntry("run", run);
    }
  }

  @Test
  void a_run_id_that_cannot_be_a_tag_is_refused_without_repeating_it() {
    for (String run : new String[] {"", " ", "x".repeat(129), "a\nb"}) {
      Exchange refused = send("acme", run, "list", "SELECT 1");

      assertThat(refused.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
          .hasMessage(
              "CamelDatabricksRunId must have 1 to 128 characters and no control character.");
    }
  }

  /** Runs a statement of its own and gives its text. */
  private String ask(String tenant, String run, String outputType) {
    String text = "SELECT '" + UUID.randomUUID() + "' AS id";
    Exchange answer = send(tenant, run, outputType, text);
    assertThat(answer.getException()).isNull();
    return text;
  }

  private Exchange send(String tenant, String run, String outputType, String text) {
    return component.send(
        "databricks:query?tenants=acme=shared,globex=shared&flow=leads&statementFrom=property&outputType="
            + outputType,
        e -> {
          e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, text);
          e.getMessage().setHeader(DatabricksConstants.TENANT, tenant);
          e.getMessage().setHeader(DatabricksConstants.RUN_ID, run);
        });
  }

  private QueryInfo inHistory(String text) {
    return admin.queryHistory().list(new ListQueryHistoryRequest()).getRes().stream()
        .filter(query -> query.getQueryText().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> tags(QueryInfo query) {
    return query.getQueryTags().stream()
        .collect(Collectors.toMap(QueryTag::getKey, QueryTag::getValue));
  }
}
