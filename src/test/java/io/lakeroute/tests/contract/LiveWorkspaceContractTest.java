// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.Workspace;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs on a real workspace: {@code mvn verify -Dlive=true}, see {@link Workspace#live()}. */
@EnabledIfSystemProperty(
    named = "live",
    matches = "true",
    disabledReason = "needs a real workspace: -Dlive=true and DATABRICKS_... in the environment")
class LiveWorkspaceContractTest extends WorkspaceContract {

  LiveWorkspaceContractTest() {
    super(Workspace.live());
  }
}
