// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is kept of one run: counts and positions, no data. Immutable.
 *
 * @param attempts how often it was begun: more than once after failures that pass
 * @param details JSON of what only one flow has, up to 4,000 characters
 */
public record RunRecord(
    Scope scope,
    Range range,
    Counts counts,
    Outcome outcome,
    int attempts,
    Optional<String> details) {

  public RunRecord {
    requireNonNull(scope, "scope");
    requireNonNull(range, "range");
    requireNonNull(counts, "counts");
    requireNonNull(outcome, "outcome");
    requireNonNull(details, "details");
  }

  /** A run that begins. */
  public static RunRecord begun(Scope scope) {
    return new RunRecord(scope, Range.UNKNOWN, Counts.NONE, Outcome.RUNNING, 1, Optional.empty());
  }

  public RunRecord with(Range newRange) {
    return new RunRecord(scope, newRange, counts, outcome, attempts, details);
  }

  public RunRecord with(Counts newCounts) {
    return new RunRecord(scope, range, newCounts, outcome, attempts, details);
  }

  public RunRecord with(Outcome newOutcome) {
    return new RunRecord(scope, range, counts, newOutcome, attempts, details);
  }

  /** The same, begun once more. */
  public RunRecord again() {
    return new RunRecord(scope, range, counts, outcome, attempts + 1, details);
  }

  public RunRecord withDetails(Optional<String> newDetails) {
    return new RunRecord(scope, range, counts, outcome, attempts, newDetails);
  }

  /**
   * Who runs what.
   *
   * @param id unique
   * @param key tenant/flow/name
   * @param object the table or view
   * @param node the process
   * @param startedAt by its clock
   */
  public record Scope(
      String id,
      String key,
      String tenant,
      String flow,
      String connection,
      String object,
      String node,
      Instant startedAt) {}

  /**
   * What is read.
   *
   * @param tableId id of the table, empty when not known yet
   * @param fromVersion the version that the run before had reached
   * @param toVersion the version that is read
   * @param fromWatermark the timestamp after which rows are wanted
   * @param toWatermark the timestamp of the last row
   * @param sqlSha256 hash of the statement, empty when there is none yet
   */
  public record Range(
      String tableId,
      OptionalLong fromVersion,
      OptionalLong toVersion,
      Optional<String> fromWatermark,
      Optional<String> toWatermark,
      String sqlSha256) {
    public static final Range UNKNOWN =
        new Range(
            "", OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), "");

    public Range reached(Optional<String> watermark) {
      return new Range(tableId, fromVersion, toVersion, fromWatermark, watermark, sqlSha256);
    }
  }

  /**
   * Rows so far: what was read is delivered, filtered, rejected or ignored.
   *
   * @param bytes of the result that were fetched from storage; 0 where the driver fetches
   */
  public record Counts(
      long rowsRead, long delivered, long filtered, long rejected, long ignored, long bytes) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    public Counts plus(Counts more) {
      return new Counts(
          rowsRead + more.rowsRead,
          delivered + more.delivered,
          filtered + more.filtered,
          rejected + more.rejected,
          ignored + more.ignored,
          bytes + more.bytes);
    }

    /** The same with so many rows, in all, that are filtered and ignored. */
    public Counts leaving(long nowFiltered, long nowIgnored) {
      long read = rowsRead - filtered - ignored + nowFiltered + nowIgnored;
      return new Counts(read, delivered, nowFiltered, rejected, nowIgnored, bytes);
    }

    /** The same, with what was fetched for them. */
    public Counts withBytes(long fetched) {
      return new Counts(rowsRead, delivered, filtered, rejected, ignored, fetched);
    }
  }

  /**
   * How it ended.
   *
   * @param reason of a failure
   * @param message of a failure, without values of rows
   */
  public record Outcome(
      RunState state,
      Optional<Instant> endedAt,
      Optional<Reason> reason,
      Optional<String> message) {
    public static final Outcome RUNNING =
        new Outcome(RunState.RUNNING, Optional.empty(), Optional.empty(), Optional.empty());

    public static Outcome ended(RunState state, Instant at) {
      return new Outcome(state, Optional.of(at), Optional.empty(), Optional.empty());
    }

    public static Outcome failed(RunState state, Instant at, Reason reason, String message) {
      return new Outcome(state, Optional.of(at), Optional.of(reason), Optional.of(message));
    }
  }
}
