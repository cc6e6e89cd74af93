// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a statement: has it prepared, and delivers all its rows batch by batch; the cursor
 * moves behind each. Thread-safe; one run at a time.
 */
final class QueryWork implements RunWork {

  private static final Logger LOG = LoggerFactory.getLogger(QueryWork.class);

  private final KeyRunner.Identity identity;
  private final Preparation preparation;
  private final LargeResults statements;
  private final Settings settings;
  private final Deliveries deliveries;

  /**
   * How it delivers.
   *
   * @param resume whether a run resumes one that broke off
   */
  record Settings(int batchSize, boolean resume) {}

  QueryWork(
      KeyRunner.Identity identity,
      Preparation preparation,
      LargeResults statements,
      Settings settings,
      Deliveries deliveries) {
    this.identity = requireNonNull(identity, "identity");
    this.preparation = requireNonNull(preparation, "preparation");
    this.statements = requireNonNull(statements, "statements");
    this.settings = requireNonNull(settings, "settings");
    this.deliveries = requireNonNull(deliveries, "deliveries");
  }

  /**
   * What is read, and from where on.
   *
   * @param resumes whether a run before it, or an attempt, has begun with it
   */
  private record Plan(PreparedQuery query, QueryPosition from, long generation, boolean resumes) {}

  /**
   * For whom it is planned.
   *
   * @param preview whether nothing is to be delivered
   */
  private record Asked(RunRecord.Scope run, Optional<Cursor> cursor, boolean preview) {

    /** A name for rows that no other rows of the run may have. */
    String first(PreparedQuery query) {
      boolean again =
          cursor
              .map(at -> QueryPosition.parse(at.position()).run())
              .filter(name -> name.startsWith(run.id()))
              .isPresent();
      return query.pin().isPresent() && !again ? run.id() : run.id() + "." + UUID.randomUUID();
    }
  }

  @Override
  public Ending run(RunContext context) {
    boolean retry = context.batches() > 0;
    Optional<Cursor> cursor = context.cursor();
    Optional<QueryPosition> halfway = halfway(cursor, context.runId());
    if (retry && halfway.isEmpty()) {
      throw notResumable();
    }
    Asked asked = new Asked(context.record().scope(), cursor, false);
    Plan plan = context.waiting(() -> plan(asked, halfway, retry));
    try {
      return deliver(context, plan);
    } catch (ChangedRowsException e) {
      if (retry) {
        throw notResumable();
      }
      LOG.warn(
          "{}: the rows that the last run was delivering cannot be read any more; all rows come"
              + " again, with the same _record_id. {}",
          identity.key(),
          e.getMessage());
      return deliver(context, context.waiting(() -> plan(asked, Optional.empty(), false)));
    }
  }

  /** A retry resumes its own run, whatever the settings say of runs before it. */
  private Optional<QueryPosition> halfway(Optional<Cursor> cursor, String runId) {
    return cursor
        .map(at -> QueryPosition.parse(at.position()))
        .filter(QueryPosition::resumable)
        .filter(at -> settings.resume() || at.run().startsWith(runId));
  }

  /** Another statement, or another pin, gives rows among which a position means nothing. */
  private Plan plan(Asked asked, Optional<QueryPosition> halfway, boolean retry) {
    long generation = asked.cursor().map(Cursor::generation).orElse(0L);
    if (halfway.isPresent()) {
      Cursor at = asked.cursor().orElseThrow();
      PreparedQuery query = preparation.of(asked.run(), halfway.get().pin(), asked.preview());
      if (query.pin().equals(halfway.get().pin())
          && query.sqlSha256().equals(at.schemaHash())
          && query.scopeSha256().equals(at.tableId())) {
        return new Plan(query, halfway.get(), generation, true);
      }
      if (retry) {
        throw notResumable();
      }
      LOG.warn(
          "{} does not read what it did when the last run broke off; it begins anew",
          identity.key());
    }
    PreparedQuery query = preparation.of(asked.run(), Optional.empty(), asked.preview());
    return new Plan(
        query,
        new QueryPosition(query.pin(), 0, asked.first(query), settings.batchSize()),
        generation,
        false);
  }

  private DatabricksException notResumable() {
    return new DatabricksException(
        Reason.CONFLICT,
        "The statement of "
            + identity.key()
            + " cannot give the rows of this run again. The next run begins anew.");
  }

  private Ending deliver(RunContext context, Plan plan) {
    String source = "the rows of " + identity.key();
    PreparedQuery query = plan.query();
    if (query.pin().isPresent() || context.details().isPresent()) {
      context.details(Pin.details(query.pin()));
    }
    context.reads(QueryBatches.range(query));
    DeliveryLoop loop = new DeliveryLoop(context, source);
    try (RowSource rows = context.waiting(() -> open(plan, context.runId()))) {
      QueryBatches batches =
          loop.reading(
              () ->
                  new QueryBatches(
                      rows,
                      query,
                      identity.key().toString(),
                      plan.from(),
                      plan.generation(),
                      batchSize(plan)));
      if (plan.from().resumable()) {
        // A process that dies with its first batch must not deliver other rows next time.
        context.begins(batches.beginning());
      }
      loop.deliver(
          batches,
          deliveries.begin(
              context,
              new Deliveries.Source(
                  "",
                  OptionalLong.empty(),
                  false,
                  false,
                  query.keys(),
                  batches.columns(),
                  Optional.of(plan.from().run()).filter(run -> !run.isEmpty()))));
      return Ending.WHOLE;
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read " + source, e);
    }
  }

  private int batchSize(Plan plan) {
    return plan.from().batchSize() > 0 ? plan.from().batchSize() : settings.batchSize();
  }

  private RowSource open(Plan plan, String runId) {
    PreparedQuery query = plan.query();
    try {
      return statements.open(
          query.statement(), query.values(), 0, batchSize(plan), Optional.of(runId));
    } catch (DatabricksException e) {
      // Of a run that begins, this is its failure.
      throw plan.resumes() && TableProbe.unreadable(e) ? new ChangedRowsException(e) : e;
    }
  }

  @Override
  public void failed(RunRecord run, RuntimeException cause) {
    deliveries.failed(run, cause);
  }

  @Override
  public Preview preview(Optional<Cursor> cursor) {
    RunRecord.Scope run = identity.scope("dry-run-" + UUID.randomUUID(), Instant.now());
    Plan plan = plan(new Asked(run, cursor, true), halfway(cursor, run.id()), false);
    return new QueryPreview(preparation, statements, run.id())
        .of(plan.query(), plan.from(), plan.resumes());
  }
}
