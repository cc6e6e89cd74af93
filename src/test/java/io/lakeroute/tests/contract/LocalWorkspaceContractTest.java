// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class LocalWorkspaceContractTest extends WorkspaceContract {

  LocalWorkspaceContractTest(LocalWorkspace local) {
    super(local.access());
  }
}
