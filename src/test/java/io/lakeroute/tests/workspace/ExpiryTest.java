// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends by itself in the local workspace: tokens, links, results, running warehouses. */
@ExtendWith(LocalWorkspaceExtension.class)
class ExpiryTest {
  private final LocalWorkspace workspace;

  ExpiryTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void a_token_is_refused_after_its_lifetime() {
    workspace.knobs().set("tokenLifetimeSeconds", 2);
    Rest rest = Rest.bearer(OAuth.token(workspace.access()));
    URI warehouses = workspace.access().url("/api/2.0/sql/warehouses");
    assertThat(rest.get(warehouses).status()).isEqualTo(200);

    soon().untilAsserted(() -> assertThat(rest.get(warehouses).status()).isEqualTo(403));
  }

  @Test
  void a_revoked_token_is_refused_at_once() {
    Rest rest = Rest.bearer(OAuth.token(workspace.access()));

    workspace.knobs().revokeTokens();

    assertThat(rest.get(workspace.access().url("/api/2.0/sql/warehouses")).status()).isEqualTo(403);
  }

  @Test
  void a_link_expires_and_a_new_one_works() {
    workspace.knobs().set("linkLifetimeSeconds", 1);
    Statements statements = workspace.statements();
    JsonNode statement = statements.execute("SELECT 1", Map.of("disposition", "EXTERNAL_LINKS"));
    URI link = link(statement.path("result"));

    soon().untilAsserted(() -> assertThat(Rest.anonymous().get(link).status()).isEqualTo(403));
    workspace.knobs().set("linkLifetimeSeconds", 900);

    String id = statement.path("statement_id").asText();
    assertThat(Rest.anonymous().get(link(statements.chunk(id, 0).json())).status()).isEqualTo(200);
  }

  @Tag("matrix")
  @Test
  void a_result_is_forgotten_after_its_lifetime() {
    Statements statements = workspace.statements();
    String id = statements.execute("SELECT 1", Map.of()).path("statement_id").asText();
    assertThat(statements.get(id).status()).isEqualTo(200);

    workspace.knobs().set("resultLifetimeSeconds", 1);

    soon().untilAsserted(() -> assertThat(statements.get(id).status()).isIn(200, 404));
    soon().until(() -> !Statements.state(statements.get(id).json()).equals("SUCCEEDED"));
  }

  @Test
  void an_idle_warehouse_stops_and_a_statement_starts_it() {
    workspace.knobs().set("idleStopSeconds", 1);
    Rest rest = Rest.bearer(OAuth.token(workspace.access()));
    URI warehouse =
        workspace.access().url("/api/2.0/sql/warehouses/" + workspace.access().warehouseId());

    soon()
        .untilAsserted(
            () ->
                assertThat(rest.get(warehouse).json().path("state").asText()).isEqualTo("STOPPED"));
    workspace.knobs().set("idleStopSeconds", 0);

    assertThat(workspace.statements().run("SELECT 'awake'")).hasSize(1);
    assertThat(rest.get(warehouse).json().path("state").asText()).isEqualTo("RUNNING");
  }

  private static URI link(JsonNode result) {
    return URI.create(result.path("external_links").path(0).path("external_link").asText());
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
  }
}
