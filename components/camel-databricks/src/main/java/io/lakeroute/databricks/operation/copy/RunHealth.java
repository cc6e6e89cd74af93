// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Whether a run can still become whole, and why it cannot. Thread-safe. */
final class RunHealth {

  private final CopyTools tools;
  private final String runId;
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile boolean expired;

  RunHealth(CopyTools tools, String runId) {
    this.tools = tools;
    this.runId = runId;
  }

  boolean sound() {
    return failure.isEmpty();
  }

  /** Fails with what made the run fail first. */
  void requireSound() {
    failure.ifPresent(
        first -> {
          throw first;
        });
  }

  /** Whether the run may be published, so that it must not begin anew. */
  boolean uncertain() {
    return failure
        .filter(
            first ->
                first instanceof DatabricksException known
                    && known.getReason() == Reason.OUTCOME_UNKNOWN)
        .isPresent();
  }

  /** The run fails from now on. */
  void fail(RuntimeException why) {
    failure = Optional.of(why);
  }

  void end(RunEnd end) {
    if (sound()) {
      fail(failure(end));
    }
  }

  /** Does what cannot be done again: where it fails, the run stays failed. */
  void once(Runnable step) {
    requireSound();
    fail(failure(RunEnd.MESSAGE_FAILED)); // Also after an Error.
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
    failure = Optional.empty();
  }

  /** Its messages take too long: the one that is being written fails at its next row. */
  void expire() {
    expired = true;
  }

  void requireInTime() {
    if (expired) {
      throw failure(RunEnd.TOO_LATE);
    }
  }

  /** The rows, as long as the run is in time. */
  Iterator<Map<String, Object>> inTime(Iterator<Map<String, Object>> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Map<String, Object> next() {
        requireInTime();
        return rows.next();
      }
    };
  }

  private DatabricksException failure(RunEnd end) {
    return tools.refused(end.reason(), runId, end.why());
  }
}
