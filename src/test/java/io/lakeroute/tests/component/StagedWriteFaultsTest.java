// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import org.junit.jupiter.api.Tag;

@Tag("matrix")
@Staged(Staged.Place.BUCKET)
class StagedWriteFaultsTest extends WriteFaultsTest {

  StagedWriteFaultsTest(LocalWorkspace workspace) {
    super(workspace);
  }
}
