// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a key should run, by its schedule and the last run that any node had. Immutable.
 *
 * <p>A due instant is served by a run that began at or after it, so that nodes that are called for
 * the same instant run it once, and any number of missed ones is made up for by one run.
 *
 * @param schedule when it is due
 * @param since when this node began to look after it
 */
record DueRule(Schedule schedule, Instant since) {

  DueRule {
    requireNonNull(schedule, "schedule");
    requireNonNull(since, "since");
  }

  /**
   * Whether to run when this node begins to look after it: also where the last run failed, whose
   * cause may be mended by now.
   */
  boolean wantedAtStart(Optional<RunRecord> last, Instant now) {
    return wanted(last, now)
        || last.filter(run -> run.outcome().state() == RunState.FAILED).isPresent();
  }

  /** Whether to run when called. */
  boolean wanted(Optional<RunRecord> last, Instant now) {
    boolean once = schedule.frequency() == Frequency.ONCE;
    if (last.isEmpty()) {
      return once || schedule.latest(now).filter(due -> due.isAfter(since)).isPresent();
    }
    // What is to run once only has no later time at which it could make up for a failure.
    return overdue(last, now) || (once && last.get().outcome().state() == RunState.FAILED);
  }

  /** Whether the last run broke off, or another was due since. */
  boolean overdue(Optional<RunRecord> last, Instant now) {
    return last.filter(
            run ->
                run.outcome().state() == RunState.RUNNING
                    || run.outcome().state() == RunState.UNKNOWN
                    || run.outcome().state() == RunState.STOPPED
                    || schedule
                        .latest(now)
                        .filter(due -> due.isAfter(run.scope().startedAt()))
                        .isPresent())
        .isPresent();
  }
}
