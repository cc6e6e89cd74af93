// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A rotation with tokens that live for a minute, under 20 statements a second. */
@ExtendWith(LocalWorkspaceExtension.class)
class RotationProof {

  @Test
  void no_request_fails_while_the_secret_is_rotated_and_the_old_one_revoked(
      LocalWorkspace workspace, @TempDir Path folder) throws IOException {
    var outcome = new RotationUnderLoad(workspace, folder).run(60);

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.answered()).isEqualTo(outcome.sent()).isGreaterThan(20 * 130);
    assertThat(outcome.tokenCalls()).isGreaterThanOrEqualTo(2);
  }
}
