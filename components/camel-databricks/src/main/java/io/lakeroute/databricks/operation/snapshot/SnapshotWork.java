// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a snapshot import: pins a version, reads what is new in it and delivers it batch by
 * batch; the cursor moves behind each. Thread-safe; one run at a time.
 */
final class SnapshotWork implements RunWork {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWork.class);

  private final SnapshotSettings settings;
  private final Function<String, TableProbe> probes;
  private final Deliveries deliveries;

  /**
   * @param probes makes what looks at the table in the run of an id
   */
  SnapshotWork(
      SnapshotSettings settings, Function<String, TableProbe> probes, Deliveries deliveries) {
    this.settings = requireNonNull(settings, "settings");
    this.probes = requireNonNull(probes, "probes");
    this.deliveries = requireNonNull(deliveries, "deliveries");
  }

  @Override
  public Ending run(RunContext context) {
    TableProbe probe = probes.apply(context.runId());
    boolean retry = context.batches() > 0;
    // A retry resumes its own run, whatever the settings say of runs before it.
    SnapshotPlan plan =
        context.waiting(
            () -> SnapshotPlan.of(probe, context.cursor(), settings, retry || settings.resume()));
    if (retry && !continues(context.cursor(), plan)) {
      throw notResumable();
    }
    context.reads(plan.range("", Optional.empty()));
    seeUntimed(context, probe, plan);
    try {
      return deliver(context, probe, plan, true);
    } catch (BaseUnreadableException e) {
      if (retry) {
        throw notResumable();
      }
      LOG.warn(
          "{}: the version imported last cannot be compared with any more. Rows of the overlap and"
              + " those without a timestamp are delivered again, with the same _record_id. {}",
          settings.table(),
          e.getMessage());
      return deliver(context, probe, plan, false);
    }
  }

  /**
   * Whether the plan delivers exactly the rows that follow: a target may recognize a batch by run
   * and index alone, so a retry must not deliver other rows under the same index.
   */
  private static boolean continues(Optional<Cursor> cursor, SnapshotPlan plan) {
    return plan.position().version().isPresent()
        && cursor
            .filter(at -> at.tableId().equals(plan.tableId()))
            .filter(at -> Position.parse(at.position()).equals(plan.position()))
            .isPresent();
  }

  private DatabricksException notResumable() {
    return new DatabricksException(
        Reason.CONFLICT,
        settings.table()
            + " no longer holds the version this run reads, or has no versions. The next run resumes"
            + " it.");
  }

  @Override
  public void failed(RunRecord run, RuntimeException cause) {
    deliveries.failed(run, cause);
  }

  @Override
  public Preview preview(Optional<Cursor> cursor) {
    TableProbe probe = probes.apply("dry-run-" + UUID.randomUUID());
    SnapshotPlan plan = SnapshotPlan.of(probe, cursor, settings, settings.resume());
    return new SnapshotPreview(settings, probe, plan).preview();
  }

  /** Rows without a timestamp are never left out unsaid. */
  private void seeUntimed(RunContext context, TableProbe probe, SnapshotPlan plan) {
    if (settings.nullTimestamps() == NullTimestamps.DELIVER || plan.table().timestamp().isEmpty()) {
      return;
    }
    long untimed =
        context.waiting(
            () -> count(probe, SnapshotSql.untimed(plan.table(), plan.position().version())));
    if (untimed > 0 && settings.nullTimestamps() == NullTimestamps.FAIL) {
      throw new DatabricksException(
          Reason.INVALID,
          "%d rows of %s have no %s. Set nullTimestamps to deliver or ignore, or exclude them with a filter."
              .formatted(untimed, settings.table(), plan.table().timestamp().get()));
    }
    context.ignored(untimed);
  }

  /** The number that a statement counts. */
  static long count(TableProbe probe, SnapshotSql.Statement statement) {
    return probe.count(statement.sql(), statement.parameters());
  }

  private Ending deliver(RunContext context, TableProbe probe, SnapshotPlan from, boolean exact) {
    SnapshotSql.Wanted wanted = from.wanted(settings, exact);
    SnapshotSql.Statement statement = SnapshotSql.read(from.table(), wanted, from.position());
    SnapshotPlan plan = from.found(statement.comparing());
    Audit audit = new Audit(probe, settings);
    DeliveryLoop loop = new DeliveryLoop(context, settings.table().toString());
    try (RowSource rows =
            context.waiting(
                () -> open(probe, statement, () -> audit.begin(context, plan, wanted)));
        SnapshotBatches batches =
            loop.reading(
                () ->
                    new SnapshotBatches(
                        rows,
                        plan.table(),
                        statement.ordinals(),
                        settings.batchSize(),
                        plan.tableId(),
                        plan.position()))) {
      ImportBatches steps =
          new ImportBatches(
              plan, batches, context.record().scope().key(), Hashes.sha256(statement.sql()));
      loop.deliver(
          steps,
          deliveries.begin(
              context,
              new Deliveries.Source(
                  plan.tableId(),
                  plan.position().version(),
                  plan.incremental(),
                  false,
                  settings.key(),
                  batches.columns(),
                  Optional.empty())));
      return audit.end(steps.rows());
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read " + settings.table(), e);
    }
  }

  /** Nothing was delivered yet when this fails: sorting comes before the first row. */
  private RowSource open(TableProbe probe, SnapshotSql.Statement statement, Runnable before) {
    try {
      before.run();
      return probe.open(statement.sql(), statement.parameters(), 0, settings.batchSize());
    } catch (DatabricksException e) {
      throw statement.comparing() && TableProbe.unreadable(e) ? new BaseUnreadableException(e) : e;
    }
  }
}
