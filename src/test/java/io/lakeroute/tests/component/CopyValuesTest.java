// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Map;

/** By way of a volume. */
class CopyValuesTest extends CopyValues {
  CopyValuesTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "values")));
  }
}
