package io.lakeroute.databricks.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.runs.RunContext;
import io.lakeroute.databricks.runs.RunWork;
import io.lakeroute.databricks.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.Optional;
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
  private final Delivery delivery;

  /** Where batches go. */
  @FunctionalInterface
  interface Delivery {
    /**
     * Delivers a batch and returns when it is safe.
     *
     * @param index of the batch in this run, from 0
     * @throws RuntimeException when it was not delivered
     */
    void deliver(SnapshotBatches.Batch batch, RunContext context, SnapshotPlan plan, long index);
  }

  /**
   * @param probes makes what looks at the table in the run of an id
   */
  SnapshotWork(SnapshotSettings settings, Function<String, TableProbe> probes, Delivery delivery) {
    this.settings = requireNonNull(settings, "settings");
    this.probes = requireNonNull(probes, "probes");
    this.delivery = requireNonNull(delivery, "delivery");
  }

  @Override
  public Ending run(RunContext context) {
    TableProbe probe = probes.apply(context.runId());
    SnapshotPlan plan = SnapshotPlan.of(probe, context.cursor(), settings.table());
    context.reads(plan.range("", Optional.empty()));
    seeUntimed(context, probe, plan);
    try {
      return deliver(context, probe, plan, true);
    } catch (BaseUnreadableException e) {
      LOG.warn(
          "{}: the version imported last cannot be compared with any more. Rows of the overlap come"
              + " again, with the same _record_id. {}",
          settings.table(),
          e.getMessage());
      return deliver(context, probe, plan, false);
    }
  }

  /** Rows without a timestamp are never left out unsaid. */
  private void seeUntimed(RunContext context, TableProbe probe, SnapshotPlan plan) {
    if (settings.nullTimestamps() == NullTimestamps.DELIVER || plan.table().timestamp().isEmpty()) {
      return;
    }
    SnapshotSql.Statement count = SnapshotSql.untimed(plan.table(), plan.position().version());
    long untimed = ((Number) probe.one(count.sql(), count.parameters())[0]).longValue();
    if (untimed > 0 && settings.nullTimestamps() == NullTimestamps.FAIL) {
      throw new DatabricksException(
          Reason.INVALID,
          "%d rows of %s have no %s. Set nullTimestamps to deliver or ignore, or exclude them with a filter."
              .formatted(untimed, settings.table(), plan.table().timestamp().get()));
    }
    context.counted(new RunRecord.Counts(untimed, 0, 0, 0, untimed, 0));
  }

  private Ending deliver(RunContext context, TableProbe probe, SnapshotPlan plan, boolean exact) {
    SnapshotSql.Wanted wanted =
        new SnapshotSql.Wanted(
            settings.since().map(plan.table().kind()::of),
            settings.overlap(),
            settings.nullTimestamps() == NullTimestamps.DELIVER,
            exact);
    SnapshotSql.Statement statement = SnapshotSql.read(plan.table(), wanted, plan.position());
    Audit audit = new Audit(probe, settings);
    try (RowSource rows = open(probe, statement, () -> audit.begin(context, plan, wanted));
        SnapshotBatches batches =
            new SnapshotBatches(
                rows,
                plan.table(),
                statement.ordinals(),
                settings.batchSize(),
                plan.tableId(),
                plan.position())) {
      return audit.end(deliver(context, plan, batches, Hashes.sha256(statement.sql())));
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read " + settings.table(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(
          Reason.UNAVAILABLE, "Interrupted while reading " + settings.table() + ".");
    }
  }

  /** Nothing was delivered yet when this fails: sorting comes before the first row. */
  private RowSource open(TableProbe probe, SnapshotSql.Statement statement, Runnable before) {
    try {
      before.run();
      return probe.open(statement.sql(), statement.parameters(), 0, settings.batchSize());
    } catch (DatabricksException e) {
      throw statement.comparing() && SnapshotPlan.unreadable(e)
          ? new BaseUnreadableException(e)
          : e;
    }
  }

  /** Rows delivered since the run began. */
  private long deliver(
      RunContext context, SnapshotPlan plan, SnapshotBatches batches, String sqlSha256)
      throws SQLException, InterruptedException {
    SnapshotBatches.Batch batch;
    long index = 0;
    do {
      context.check();
      batch = batches.next();
      delivery.deliver(batch, context, plan, index++);
      Position reached = batch.last() ? plan.finished(batch.after()) : batch.after();
      long rows = batch.rows().size();
      context.delivered(
          new Cursor(
              context.record().scope().key(),
              plan.tableId(),
              reached.json(),
              Hashes.columns(plan.table().columns()),
              plan.generation()),
          new RunRecord.Counts(rows, rows, 0, 0, 0, 0),
          plan.range(sqlSha256, reached.watermark()));
    } while (!batch.last());
    return batch.after().rows();
  }
}
