// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Interactions on demand without one of the grants they need: the answer names it. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class InteractionsGrantsTest {
  @TempDir private Path mappings;
  private final LocalWorkspace workspace;

  InteractionsGrantsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    Shop.fill(workspace);
  }

  @Test
  void names_the_grant_that_was_taken_away() {
    Grants grants = Grants.of(workspace);
    var principal = Identities.of(workspace).servicePrincipal("interactions");
    List<Grant> needed = needed();
    needed.forEach(grant -> grants.give(grant, principal));
    grants.give(new Grant("CAN USE", "Warehouse", workspace.access().warehouseId()), principal);
    Shop.writeMappings(workspace, mappings);
    try (var routes = UserRoutes.start(principal.access(), yaml())) {
      assertThat(routes.send("direct:ask", null, Map.of("id", "p3")).getException()).isNull();

      for (Grant grant : needed) {
        grants.take(grant, principal);

        Grants.assertNamed(
            routes.send("direct:ask", null, Map.of("id", "p3")).getException(), grant);
        grants.give(grant, principal);
      }
    }
  }

  /** Besides the right to use the warehouse, which is asked for when a session is opened only. */
  private List<Grant> needed() {
    String schema = workspace.access().catalog() + "." + workspace.access().schema();
    return List.of(
        new Grant("USE CATALOG", "Catalog", workspace.access().catalog()),
        new Grant("USE SCHEMA", "Schema", schema),
        new Grant("SELECT", "Table", workspace.name("purchases")),
        new Grant("SELECT", "Table", workspace.name("visits_view")));
  }

  private String yaml() {
    return """
    - from:
        uri: direct:ask
        steps:
          - to:
              uri: kamelet:databricks-interactions-action
              parameters:
                mappings: "file:%s/*.yaml"
                statementTimeout: 2m
    """
        .formatted(mappings);
  }
}
