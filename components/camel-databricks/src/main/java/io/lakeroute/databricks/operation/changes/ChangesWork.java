// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * One run of a sync: pins a range of versions, reads what changed in it and delivers it batch by
 * batch; the cursor moves behind each. Thread-safe; one run at a time.
 */
final class ChangesWork implements RunWork {

  private final ChangesSettings settings;
  private final Function<String, TableProbe> probes;
  private final Deliveries deliveries;

  /**
   * @param probes makes what looks at the table in the run of an id
   */
  ChangesWork(
      ChangesSettings settings, Function<String, TableProbe> probes, Deliveries deliveries) {
    this.settings = requireNonNull(settings, "settings");
    this.probes = requireNonNull(probes, "probes");
    this.deliveries = requireNonNull(deliveries, "deliveries");
  }

  @Override
  public Ending run(RunContext context) {
    TableProbe probe = probes.apply(context.runId());
    ChangesDetails details = ChangesDetails.of(context.details());
    FeedState state = context.waiting(() -> FeedState.of(probe, settings, context.cursor()));
    PartReader reader = new PartReader(settings, probe, state, context.batches() > 0, details);
    OpenPart part = context.waiting(reader::first);
    ChangePosition reached = deliver(context, probe, state, part, details);
    while (!reached.complete()) {
      ChangePosition before = reached;
      OpenPart next = context.waiting(() -> reader.after(before));
      reached = deliver(context, probe, state, next, details);
    }
    return Ending.WHOLE;
  }

  @Override
  public void failed(RunRecord run, RuntimeException cause) {
    deliveries.failed(run, cause);
  }

  private ChangePosition deliver(
      RunContext context,
      TableProbe probe,
      FeedState state,
      OpenPart part,
      ChangesDetails details) {
    DeliveryLoop loop = new DeliveryLoop(context, settings.table().toString());
    boolean bootstrap = part.position().part().kind() == Part.Kind.BOOTSTRAP;
    try (RowSource rows = part.rows()) {
      details.columnsAdded(context.waiting(() -> AddedColumns.of(probe, state, part, settings)));
      ChangeBatches batches =
          loop.reading(
              () ->
                  new ChangeBatches(
                      rows, part.table(), settings, state.tableId(), part.position()));
      SyncBatches steps =
          new SyncBatches(
              part,
              range(context.record().range(), part.range(state.tableId())),
              batches,
              context.record().scope().key(),
              state.tableId(),
              state.generation(),
              details);
      context.reads(steps.range());
      loop.deliver(
          steps,
          deliveries.begin(
              context,
              new Deliveries.Source(
                  state.tableId(),
                  OptionalLong.of(part.position().part().to()),
                  !bootstrap,
                  bootstrap,
                  part.table().keys(),
                  batches.columns(),
                  Optional.empty())));
      return steps.reached();
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read " + settings.table(), e);
    }
  }

  /** A run that reads several parts begins where the first of them did. */
  private static RunRecord.Range range(RunRecord.Range known, RunRecord.Range part) {
    return known.toVersion().isEmpty()
        ? part
        : new RunRecord.Range(
            part.tableId(),
            known.fromVersion(),
            part.toVersion(),
            Optional.empty(),
            Optional.empty(),
            part.sqlSha256());
  }

  @Override
  public Preview preview(Optional<Cursor> cursor) {
    TableProbe probe = probes.apply("dry-run-" + UUID.randomUUID());
    return new ChangesPreview(settings, probe).preview(FeedState.of(probe, settings, cursor));
  }
}
