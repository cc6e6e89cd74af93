// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code databricks:catalog} with {@code action=privileges}: what the caller may do, and why. */
@ExtendWith(LocalWorkspaceExtension.class)
class PrivilegesTest {
  private final LocalWorkspace workspace;
  private final Identities identities;
  private final Grants grants;
  private final String schema;
  private final String table;

  PrivilegesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.grants = Grants.of(workspace);
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
    this.table = workspace.name("leads");
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace.statements().run("CREATE TABLE %s (id BIGINT)".formatted(workspace.name("leads")));
  }

  @Test
  void nothing_is_listed_for_who_has_nothing() {
    assertThat(privileges(identities.servicePrincipal("nobody"), table)).isEmpty();
  }

  @Test
  void own_grants_those_of_groups_and_inherited_ones_are_told_apart() {
    Identity anna = identities.servicePrincipal("anna");
    String group = "analysts of " + schema;
    identities.group(group, anna);
    grants.give(new Grant("USE CATALOG", "Catalog", "main"), anna);
    grants.give(new Grant("MODIFY", "Table", table), anna);
    workspace
        .statements()
        .run("GRANT USE SCHEMA, SELECT ON SCHEMA %s TO `%s`".formatted(schema, group));

    assertThat(privileges(anna, table))
        .isEqualTo(
            "MODIFY to %s\nSELECT to %s by SCHEMA %s\n".formatted(anna.name(), group, schema));
    assertThat(privileges(anna, schema))
        .isEqualTo("USE SCHEMA to %1$s\nSELECT to %1$s\n".formatted(group));
    assertThat(privileges(anna, "main")).isEqualTo("USE CATALOG to %s\n".formatted(anna.name()));
  }

  @Test
  void what_everybody_may_do_the_caller_may_do() {
    Identity anybody = identities.servicePrincipal("anybody");
    workspace.statements().run("GRANT SELECT ON TABLE %s TO `account users`".formatted(table));
    try {
      assertThat(privileges(anybody, table)).isEqualTo("SELECT to account users\n");
    } finally {
      workspace.statements().run("REVOKE SELECT ON TABLE %s FROM `account users`".formatted(table));
    }
  }

  @Test
  void the_owner_is_named() {
    Identity owner = identities.servicePrincipal("owner");
    for (Grant grant :
        List.of(
            new Grant("CAN USE", "Warehouse", workspace.access().warehouseId()),
            new Grant("USE CATALOG", "Catalog", "main"),
            new Grant("USE SCHEMA", "Schema", schema),
            new Grant("CREATE TABLE", "Schema", schema))) {
      grants.give(grant, owner);
    }
    String own = workspace.name("own");
    owner.statements().run("CREATE TABLE " + own + " (id INT)");

    assertThat(privileges(owner, own)).startsWith("OWNER to " + owner.name() + "\n");
  }

  private static String privileges(Identity principal, String object) {
    try (var component = ComponentContext.start(principal.access())) {
      return component.ask(
          String.class,
          "databricks:catalog:" + object + "?action=privileges&outputType=text",
          Map.of());
    }
  }
}
