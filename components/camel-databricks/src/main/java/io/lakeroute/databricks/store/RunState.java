// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import java.util.stream.Stream;

/** What became of a run. */
public enum RunState {
  /** Under way, or its node is gone and its lease not yet over. */
  RUNNING,
  SUCCEEDED,
  /** At its end, but the audit counted more rows in the source than were seen. */
  SHORT,
  FAILED,
  CANCELLED,
  /** Its process or route was stopped in order; the next start goes on with it. */
  STOPPED,
  /** Its node went away without a word; the next run went on in its place. */
  UNKNOWN;

  /** A newer node that shares the store may write others. */
  static RunState of(String name) {
    return Stream.of(values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
