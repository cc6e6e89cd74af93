// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.Reason;
import org.slf4j.event.Level;

/** Why a run is given up. */
enum RunEnd {
  MESSAGE_FAILED(Reason.CONFLICT, "a message of it failed. Start a new run", true, Level.INFO),
  REPLACED(
      Reason.CONFLICT, "another run began before it ended. Start a new run", false, Level.WARN),
  TOO_LATE(
      Reason.UNAVAILABLE,
      "its messages took longer than runTimeout. Raise runTimeout, or check its source",
      false,
      Level.WARN),
  STOPPED(Reason.UNAVAILABLE, "the route stops. Start it again", false, Level.INFO);

  private final Reason reason;
  private final String why;
  private final boolean ofStaged;
  private final Level level;

  RunEnd(Reason reason, String why, boolean ofStaged, Level level) {
    this.reason = reason;
    this.why = why;
    this.ofStaged = ofStaged;
    this.level = level;
  }

  /** What a message that arrives afterwards fails with. */
  Reason reason() {
    return reason;
  }

  String why() {
    return why;
  }

  /** Whether it ends a run whose rows are all staged, which may be publishing now. */
  boolean ofStaged() {
    return ofStaged;
  }

  Level level() {
    return level;
  }
}
