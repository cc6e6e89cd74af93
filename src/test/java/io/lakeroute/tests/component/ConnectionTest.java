// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Warehouses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How connections are declared, checked and kept quiet. */
@ExtendWith(LocalWorkspaceExtension.class)
class ConnectionTest {
  private final LocalWorkspace workspace;
  private final Map<String, String> keys;

  ConnectionTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.keys = servicePrincipal(workspace.access());
  }

  @Test
  void every_call_carries_the_product_and_the_principal() {
    try (var component = ComponentContext.start(keys)) {
      workspace.knobs().clearCalls();

      component.query(List.class, "", "SELECT 1", Map.of());
    }

    assertThat(workspace.knobs().calls())
        // The driver asks this by itself, before it knows what its user agent is.
        .filteredOn(call -> !call.path().equals("/.well-known/databricks-config"))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.userAgent()).contains("Lakeroute/"));
    assertThat(workspace.knobs().calls())
        .filteredOn(call -> call.path().contains("/sql/"))
        .allSatisfy(call -> assertThat(call.principal()).isNotEmpty());
  }

  @Test
  void sessions_carry_the_tags_of_the_connection() {
    try (var component = ComponentContext.start(keys)) {
      Exchange answer = component.send("jdbc:local", e -> e.getMessage().setBody("SET QUERY_TAGS"));

      assertThat(answer.getMessage().getBody(List.class))
          .asString()
          .contains("key=team, value=tests");
    }
  }

  @Test
  void a_connection_with_a_personal_access_token_works_but_not_where_only_principals_may() {
    Map<String, String> personal = new HashMap<>(keys);
    personal.keySet().removeAll(List.of("clientId", "clientSecret"));
    personal.put("auth", "pat");
    personal.put("token", workspace.access().token());

    try (var component = ComponentContext.start(personal)) {
      assertThat(component.query(List.class, "", "SELECT 1 AS one", Map.of()))
          .isEqualTo(List.of(Map.of("one", 1L)));
      Throwable refused =
          catchThrowable(
              () ->
                  component.send(
                      "databricks:query?servicePrincipalOnly=true&sql=SELECT 2", e -> {}));
      assertThat(messages(refused))
          .contains("personal access token")
          .contains("local")
          .doesNotContain(workspace.access().token());
    }
  }

  @Test
  void a_wrong_secret_fails_as_unauthenticated_without_showing_it() {
    try (var component = ComponentContext.start(with(keys, "clientSecret", "wr0ng-s3cret"))) {
      assertThatThrownBy(() -> component.query(List.class, "", "SELECT 1", Map.of()))
          .isInstanceOfSatisfying(
              io.lakeroute.databricks.error.DatabricksException.class,
              e ->
                  assertThat(e.getReason())
                      .isEqualTo(io.lakeroute.databricks.error.Reason.UNAUTHENTICATED))
          .satisfies(e -> assertThat(messages(e)).doesNotContain("wr0ng-s3cret"));
    }
  }

  @Test
  void an_unknown_key_is_refused_by_name_and_its_value_not_shown() {
    assertThatThrownBy(
            () -> {
              try (var component = ComponentContext.start(with(keys, "clientSecrt", "hidden"))) {
                component.query(List.class, "", "SELECT 1", Map.of());
              }
            })
        .satisfies(
            e ->
                assertThat(messages(e))
                    .contains("unknown key 'clientSecrt'")
                    .doesNotContain("hidden"));
  }

  @Test
  void plain_jdbc_endpoints_use_the_same_connection() {
    try (var component = ComponentContext.start(keys)) {
      Exchange answer =
          component.send("jdbc:local", e -> e.getMessage().setBody("SELECT 41 + 1 AS answer"));

      assertThat(answer.getException()).isNull();
      assertThat(answer.getMessage().getBody(List.class)).isEqualTo(List.of(Map.of("answer", 42)));
    }
  }

  @Test
  void the_catalog_is_read_without_waking_the_warehouse() {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT NOT NULL, d DECIMAL(9,2) COMMENT 'how much')"
                .formatted(workspace.name("described")));
    Warehouses.stop(workspace);
    try (var component = ComponentContext.start(keys)) {
      Exchange answer =
          component.send("databricks:catalog:" + workspace.name("described"), e -> {});

      assertThat(answer.getException()).isNull();
      assertThat(answer.getMessage().getBody(List.class))
          .isEqualTo(
              List.of(
                  column(0, "id", "bigint", false, null),
                  column(1, "d", "decimal(9,2)", true, "how much")));
      assertThat(Warehouses.state(workspace)).isEqualTo("STOPPED");
    } finally {
      Warehouses.start(workspace);
    }
  }

  private static Map<String, Object> column(
      long position, String name, String type, boolean nullable, String comment) {
    Map<String, Object> column = new HashMap<>();
    column.put("position", position);
    column.put("name", name);
    column.put("type", type);
    column.put("nullable", nullable);
    column.put("comment", comment);
    column.put("partition", null);
    return column;
  }

  /** Everything that a failure says, with its causes. */
  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      all.append(t).append('\n');
    }
    return all.toString();
  }
}
