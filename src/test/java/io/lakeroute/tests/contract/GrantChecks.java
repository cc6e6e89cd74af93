// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Privileges, in SQL and over REST: what a principal learns of its own. */
interface GrantChecks extends Checks {
  String PERMISSIONS = "/api/2.1/unity-catalog/permissions/table/";
  String EFFECTIVE = "/api/2.1/unity-catalog/effective-permissions/table/";

  @Test
  default void what_is_granted_in_sql_is_read_over_rest_until_it_is_revoked() {
    String table = table("contract_granted");

    statements().run("GRANT SELECT, MODIFY ON TABLE %s TO `%s`".formatted(table, me()));

    assertThat(granted(table)).containsExactlyInAnyOrder("SELECT", "MODIFY");
    assertThat(statements().run("SHOW GRANTS ON TABLE " + table))
        .contains(List.of(me(), "SELECT", "TABLE", table));
    statements().run("REVOKE SELECT ON TABLE %s FROM `%s`".formatted(table, me()));
    assertThat(granted(table)).containsExactly("MODIFY");
  }

  @Test
  default void what_is_granted_over_rest_is_shown_in_sql() {
    String table = table("contract_permitted");

    rest()
        .patch(
            workspace().url(PERMISSIONS + table),
            Map.of("changes", List.of(Map.of("principal", me(), "add", List.of("SELECT")))));

    assertThat(statements().run("SHOW GRANTS ON TABLE " + table))
        .contains(List.of(me(), "SELECT", "TABLE", table));
    rest()
        .patch(
            workspace().url(PERMISSIONS + table),
            Map.of("changes", List.of(Map.of("principal", me(), "remove", List.of("SELECT")))));
    assertThat(granted(table)).isEmpty();
  }

  @Test
  default void effective_privileges_granted_in_sql_tell_where_they_come_from() {
    String table = untouched();
    String schema = workspace().catalog() + "." + workspace().schema();
    statements().run("GRANT SELECT ON SCHEMA %s TO `%s`".formatted(schema, me()));
    try {
      List<String> found = new ArrayList<>();
      for (JsonNode privilege : assignments(EFFECTIVE + table).path(0).path("privileges")) {
        found.add(
            String.join(
                " ",
                privilege.path("privilege").asText(),
                privilege.path("inherited_from_type").asText(),
                privilege.path("inherited_from_name").asText()));
      }
      assertThat(found).contains("SELECT SCHEMA " + schema);
    } finally {
      statements().run("REVOKE SELECT ON SCHEMA %s FROM `%s`".formatted(schema, me()));
    }
  }

  @Test
  default void nothing_is_granted_in_sql_to_nobody() {
    JsonNode status =
        statements()
            .fail(
                "GRANT SELECT ON TABLE " + untouched() + " TO `nobody@example.invalid`", Map.of());

    assertThat(status.path("error").path("message").asText())
        .contains("Could not find principal with name nobody@example.invalid");
  }

  private String me() {
    return workspace().clientId();
  }

  /** What is granted to us on the table itself. */
  private List<String> granted(String table) {
    List<String> privileges = new ArrayList<>();
    assignments(PERMISSIONS + table)
        .path(0)
        .path("privileges")
        .forEach(privilege -> privileges.add(privilege.asText()));
    return privileges;
  }

  private JsonNode assignments(String path) {
    var reply = rest().get(workspace().url(path + "?principal=" + me()));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("privilege_assignments");
  }

  private String table(String name) {
    String table = workspace().name(name);
    statements().run("DROP TABLE IF EXISTS " + table);
    statements().run("CREATE TABLE " + table + " (id INT)");
    return table;
  }
}
