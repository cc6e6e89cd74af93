// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import org.junit.jupiter.api.Tag;

/** By way of a bucket, whose keys the statements carry. */
@Tag("matrix")
class CopyS3ValuesTest extends CopyValues {
  CopyS3ValuesTest(LocalWorkspace workspace) {
    super(workspace, Exports.bucket(workspace, "values"));
  }
}
