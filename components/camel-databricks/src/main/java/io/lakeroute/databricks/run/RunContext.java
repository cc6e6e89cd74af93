// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.CursorStore.Renewal;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run under way: its record, its cursor and whether it may go on. For the running thread. */
public final class RunContext {

  private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);
  private static final Duration BETWEEN_RECORDS = Duration.ofSeconds(5);

  private final CursorStore store;
  private final Lease lease;
  private final Interruption interruption;
  private final RunPolicy policy;
  private volatile RunRecord record;
  private volatile Optional<Progress.Expected> expected = Optional.empty();
  private Optional<Cursor> reached = Optional.empty();
  private boolean committed = true;
  private long committedAt = System.nanoTime();
  private long batches;
  private boolean complete;
  private final RunDetails details = new RunDetails();
  private Optional<String> shortfall = Optional.empty();
  private Instant recorded = Instant.now();

  RunContext(
      CursorStore store,
      Lease lease,
      RunRecord record,
      Interruption interruption,
      RunPolicy policy) {
    this.store = requireNonNull(store, "store");
    this.lease = requireNonNull(lease, "lease");
    this.record = requireNonNull(record, "record");
    this.interruption = requireNonNull(interruption, "interruption");
    this.policy = requireNonNull(policy, "policy");
  }

  public String runId() {
    return record.scope().id();
  }

  /** The run as it is now. */
  public RunRecord record() {
    return record;
  }

  /** Where the run before had come to, and this one once it has delivered something. */
  public Optional<Cursor> cursor() {
    return reached.or(() -> store.cursor(lease.key()));
  }

  /** Batches that this run delivered, in all of its attempts: the index of the next. */
  public long batches() {
    return batches;
  }

  /** What is read, known once it was looked at. */
  public void reads(RunRecord.Range range) {
    record = record.with(range);
    store.record(record);
  }

  /**
   * How many rows there are to deliver, for progress.
   *
   * @param rows those of this run, with those that an interrupted run before it delivered
   * @param delivered those of both that are delivered already
   */
  public void expects(long rows, long delivered) {
    long own = record.counts().delivered() + record.counts().rejected();
    expected = Optional.of(new Progress.Expected(rows, Math.max(0, delivered - own)));
  }

  /**
   * Throws when the run was cancelled or has lost its right; to be asked before each delivery.
   *
   * @throws RunCancelledException when somebody cancelled it
   * @throws DatabricksException CONFLICT when another node may have taken over
   */
  public void check() {
    interruption.check();
  }

  /** Does what a cancellation may break off, such as waiting for a statement; no delivery. */
  public <T> T waiting(Supplier<T> work) {
    return interruption.waiting(work);
  }

  /** Stores where the run begins, before its first batch. */
  public void begins(Cursor cursor) {
    reached = Optional.of(cursor);
    committed = false;
    commit();
  }

  /**
   * A batch was delivered: the cursor moves, and progress is shown now and then. It is stored once
   * the policy's interval is over, and that of the last batch when the work has come to its end.
   *
   * @param last whether no other batch follows
   */
  public void delivered(
      Cursor cursor, RunRecord.Counts batch, RunRecord.Range range, boolean last) {
    batches++;
    complete = last;
    moved(cursor, batch, range);
  }

  /** The cursor moves over what was read and is not delivered. */
  void moved(Cursor cursor, RunRecord.Counts batch, RunRecord.Range range) {
    reached = Optional.of(cursor);
    committed = false;
    record = record.with(record.counts().plus(batch)).with(range);
    if (!complete && System.nanoTime() - committedAt >= policy.commitInterval().toNanos()) {
      commit();
    }
    Instant now = Instant.now();
    if (Duration.between(recorded, now).compareTo(BETWEEN_RECORDS) >= 0) {
      recorded = now;
      store.record(record);
      LOG.info("{} run {}: {}", lease.key(), runId(), progress());
    }
  }

  /** Whether the last batch is delivered. */
  boolean complete() {
    return complete;
  }

  /** Stores how far the run has come: to be called before the last batch, and after each run. */
  public void commit() {
    if (!committed) {
      if (store.save(reached.orElseThrow(), lease) == Renewal.CANCEL_REQUESTED) {
        interruption.end(Interruption.Cause.CANCELLED);
      }
      committed = true;
      committedAt = System.nanoTime();
    }
  }

  /**
   * Delivers the whole of a run that has no cursor.
   *
   * @param work is broken off when the run is cancelled
   */
  public void whole(Supplier<Deliveries.Delivered> work) {
    Deliveries.Delivered delivered = interruption.whole(work);
    batches++;
    complete = true;
    record = record.with(record.counts().plus(delivered.counts()));
    note(delivered.notes());
    if (store.renew(lease, KeyRunner.LEASE) == Renewal.LOST) {
      // Another node may have begun it anew: as with a cursor, this one did not succeed.
      interruption.end(Interruption.Cause.LEASE_LOST);
      interruption.check();
    }
  }

  /** What the record keeps of this flow alone: JSON of up to 4,000 characters. */
  public void details(String json) {
    details.own(json);
    record = record.withDetails(details.json());
  }

  /** The {@link #details(String)} that the work gave last, in whatever attempt. */
  public Optional<String> details() {
    return details.own();
  }

  /** What the route has to say of the run. */
  void note(RunNotes notes) {
    shortfall = notes.shortfall().or(() -> shortfall);
    if (!notes.details().isEmpty()) {
      details.add(notes.details());
      record = record.withDetails(details.json());
    }
  }

  /** What the route found missing. */
  Optional<String> shortfall() {
    return shortfall;
  }

  /** Rows that the filter leaves out, in all. */
  public void filtered(long rows) {
    record = record.with(record.counts().leaving(rows, record.counts().ignored()));
  }

  /** Rows that are ignored, in all. */
  public void ignored(long rows) {
    record = record.with(record.counts().leaving(record.counts().filtered(), rows));
  }

  /** The run begins once more, after a failure that may have passed. */
  void again() {
    record = record.again();
    store.record(record);
  }

  /** How far the run has come. */
  Progress progress() {
    return Progress.of(record, expected, Instant.now());
  }
}
