// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the objects of a connection lie. */
@ExtendWith(LocalWorkspaceExtension.class)
class StagingPlaceTest {

  private final LocalWorkspace workspace;

  StagingPlaceTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void a_connection_without_a_staging_place_names_the_key_to_set() {
    try (StagingConnection none = StagingConnection.open(servicePrincipal(workspace.access()))) {
      assertThatThrownBy(none::store)
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "Connection 'local' has no place for staged objects. Set databricks.connections.local.stagingPrefix to"
                  + " s3://<bucket>/<path> or /Volumes/<catalog>/<schema>/<volume>/<path>.")
          .extracting(e -> ((DatabricksException) e).getReason())
          .isEqualTo(Reason.CONFIGURATION);
    }
  }
}
