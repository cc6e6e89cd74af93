// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.TimeLimit;
import io.lakeroute.tests.workspace.HangingRelay;
import io.lakeroute.tests.workspace.HangingRelay.Way;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects on their way to a volume of a workspace that stops answering. */
@ExtendWith(LocalWorkspaceExtension.class)
class VolumeHangTest {

  private final LocalWorkspace workspace;
  private final String prefix;

  VolumeHangTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.prefix = Exports.volume(workspace, "hung");
  }

  private Map<String, String> keys(String host) {
    return with(with(servicePrincipal(workspace.access()), "stagingPrefix", prefix), "host", host);
  }

  @Tag("matrix")
  @Test
  void a_workspace_that_hangs_holds_no_upload() throws IOException {
    endsInTime(Way.SILENT);
  }

  @Tag("matrix")
  @ParameterizedTest
  @EnumSource(Way.class)
  void however_it_hangs(Way way) throws IOException {
    endsInTime(way);
  }

  private void endsInTime(Way way) throws IOException {
    try (HangingRelay relay = HangingRelay.start(workspace.access().host().getPort());
        StagingConnection hung = StagingConnection.open(keys("http://127.0.0.1:" + relay.port()))) {
      hung.put("hung/before", new byte[] {1});
      relay.hang(way, "PUT /api/2.0/fs/files/");
      long start = System.nanoTime();

      assertThatThrownBy(
              () -> {
                try (TimeLimit limit = TimeLimit.within(Duration.ofSeconds(2))) {
                  hung.put("hung/part", new byte[3_000_000]);
                }
              })
          .isInstanceOf(DatabricksException.class)
          .extracting(e -> ((DatabricksException) e).getReason())
          .isEqualTo(Reason.UNAVAILABLE);

      assertThat(relay.hangs()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
