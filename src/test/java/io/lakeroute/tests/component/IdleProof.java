// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A warehouse that sleeps for ten minutes under probes. */
@ExtendWith(LocalWorkspaceExtension.class)
class IdleProof {

  @Test
  void nothing_wakes_the_warehouse(LocalWorkspace workspace) {
    var outcome = new IdleUnderProbes(workspace).run(Duration.ofMinutes(10));

    System.out.printf("IdleProof: %d probes, %d calls%n", outcome.probes(), outcome.calls().size());
    assertThat(outcome.probes()).isGreaterThan(400);
    assertThat(outcome.calls())
        .hasSize(outcome.probes())
        .allMatch(call -> call.is("GET", "/api/2.0/sql/warehouses/[0-9a-f]{16}"));
    assertThat(outcome.state()).isEqualTo("STOPPED");
  }
}
