// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.schedule;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.util.List;
import java.util.Optional;

/**
 * One run of a route that reads for itself: one message, in each attempt anew. It sends no
 * statement and keeps no cursor. Thread-safe.
 */
final class ScheduleWork implements RunWork {

  private final Deliveries deliveries;

  ScheduleWork(Deliveries deliveries) {
    this.deliveries = requireNonNull(deliveries, "deliveries");
  }

  @Override
  public Ending run(RunContext context) {
    context.whole(() -> deliveries.message(context));
    return Ending.WHOLE;
  }

  @Override
  public void failed(RunRecord run, RuntimeException cause) {
    deliveries.failed(run, cause);
  }

  /** What the route would read, only its steps know. */
  @Override
  public Preview preview(Optional<Cursor> cursor) {
    return new Preview(RunRecord.Range.UNKNOWN, false, RunRecord.Counts.NONE, List.of());
  }
}
