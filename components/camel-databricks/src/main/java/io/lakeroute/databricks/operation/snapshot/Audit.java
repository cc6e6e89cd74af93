// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import java.util.Optional;

/**
 * Counts in the source what a run should deliver, before it begins, and compares at its end. For
 * one run.
 */
final class Audit {

  private final TableProbe probe;
  private final SnapshotSettings settings;
  private long expected;
  private boolean unpinned;

  Audit(TableProbe probe, SnapshotSettings settings) {
    this.probe = probe;
    this.settings = settings;
  }

  /** Counts, where the user wants it: the rows of the whole run, whatever part of it is left. */
  void begin(RunContext context, SnapshotPlan plan, SnapshotSql.Wanted wanted) {
    if (!settings.audit()) {
      return;
    }
    SnapshotTable table = plan.table();
    unpinned = plan.position().version().isEmpty();
    Position start = Position.start(plan.position().version(), plan.position().base());
    expected = SnapshotWork.count(probe, SnapshotSql.count(table, wanted, start));
    context.expects(expected, plan.position().rows());
    if (table.filter().isPresent()) {
      long filtered =
          SnapshotWork.count(probe, SnapshotSql.count(table.unfiltered(), wanted, start))
              - expected;
      context.filtered(filtered);
    }
  }

  /**
   * Whether all was delivered.
   *
   * @param delivered rows of the whole run, whatever process delivered them; more than expected
   *     where there are no versions and rows came in between counting and reading
   */
  RunWork.Ending end(long delivered) {
    if (!settings.audit() || delivered == expected || (unpinned && delivered > expected)) {
      return RunWork.Ending.WHOLE;
    }
    return new RunWork.Ending(
        Optional.of(
            "short by %d rows: %s has %d in the range, and %d were delivered. Reset the cursor to import anew."
                .formatted(expected - delivered, settings.table(), expected, delivered)));
  }
}
