// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers how far flows have come, who runs them and what became of each run. Thread-safe; shared
 * by all nodes that use the same database.
 */
public interface CursorStore extends AutoCloseable {

  /**
   * The right to run a key, unless somebody else has it.
   *
   * @param life how long it lasts unless it is renewed
   */
  Optional<Lease> acquire(String key, String owner, Duration life);

  /** Makes a lease last from now on, unless it was lost. */
  Renewal renew(Lease lease, Duration life);

  /** What a renewal says about the run that holds the lease. */
  enum Renewal {
    HELD,
    /** Still held, but somebody wants the run to end. */
    CANCEL_REQUESTED,
    /** Somebody else may hold it by now. */
    LOST
  }

  /** Asks whoever runs the key to end; false when nobody does. */
  boolean requestCancel(String key);

  /** Gives a lease back; without effect when it was lost. */
  void release(Lease lease);

  /** How far a key has come; empty before its first batch. */
  Optional<Cursor> cursor(String key);

  /**
   * Moves a cursor.
   *
   * @return whether somebody wants the run to end
   * @throws io.lakeroute.databricks.error.DatabricksException CONFLICT when the lease was lost:
   *     another node goes on with the key
   */
  Renewal save(Cursor cursor, Lease lease);

  /**
   * Forgets how far a key has come, so that its next run begins anew.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException CONFLICT when the lease was lost
   */
  void forget(Lease lease);

  /** Writes a run as it is now, whether it was known or not. */
  void record(RunRecord run);

  Optional<RunRecord> run(String id);

  /** Runs that match, the latest first. */
  List<RunRecord> runs(RunFilter filter);

  /** The latest run of a key. */
  default Optional<RunRecord> latest(String key) {
    return runs(new RunFilter(Optional.of(key), Optional.empty(), Optional.empty(), 1)).stream()
        .findFirst();
  }

  /**
   * Runs of a tenant that ended at an instant or later, the earliest first.
   *
   * @param limit how many at most
   */
  List<RunRecord> ended(String tenant, Instant from, int limit);

  @Override
  void close();

  /**
   * Which runs to list.
   *
   * @param limit how many at most
   */
  record RunFilter(
      Optional<String> key, Optional<String> tenant, Optional<RunState> state, int limit) {}
}
