// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears the statements for a workspace and refuses them, so that none runs. Safe for threads. */
public final class StatementListener implements AutoCloseable {
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final WorkspaceRelay relay;

  public StatementListener(Workspace workspace) {
    relay =
        new WorkspaceRelay(
            workspace,
            statement -> {
              heard.add(statement);
              return false;
            });
  }

  /** The workspace, to be reached through here. */
  public Workspace inFront() {
    return relay.inFront();
  }

  /** The statements that arrived since the last call. */
  public List<String> heard() {
    List<String> all = new ArrayList<>();
    for (String next = heard.poll(); next != null; next = heard.poll()) {
      all.add(next);
    }
    return all;
  }

  @Override
  public void close() {
    relay.close();
  }
}
