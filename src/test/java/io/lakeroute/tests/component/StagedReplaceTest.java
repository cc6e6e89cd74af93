// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import org.junit.jupiter.api.Tag;

@Tag("matrix")
@Staged(Staged.Place.VOLUME)
class StagedReplaceTest extends ReplaceTest {

  StagedReplaceTest(LocalWorkspace workspace) {
    super(workspace);
  }
}
