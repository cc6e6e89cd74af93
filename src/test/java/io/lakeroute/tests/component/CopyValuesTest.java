// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** By way of a volume. */
@Tag("matrix")
class CopyValuesTest extends CopyValues {
  CopyValuesTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "values")));
  }
}
