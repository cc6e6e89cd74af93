// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Stops and starts the workspace's warehouse over REST; stateless. */
public final class Warehouses {

  private Warehouses() {}

  public static void stop(LocalWorkspace workspace) {
    rest(workspace).post(url(workspace, "/stop"), Map.of());
    await(workspace, "STOPPED");
  }

  public static void start(LocalWorkspace workspace) {
    rest(workspace).post(url(workspace, "/start"), Map.of());
    await(workspace, "RUNNING");
  }

  public static String state(LocalWorkspace workspace) {
    return rest(workspace).get(url(workspace, "")).json().path("state").asText();
  }

  private static void await(LocalWorkspace workspace, String state) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(workspace).equals(state));
  }

  private static Rest rest(LocalWorkspace workspace) {
    return Rest.bearer(OAuth.token(workspace.access()));
  }

  private static URI url(LocalWorkspace workspace, String action) {
    return workspace
        .access()
        .url("/api/2.0/sql/warehouses/" + workspace.access().warehouseId() + action);
  }
}
