// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.name.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a user asked to import. Immutable.
 *
 * @param table the table or view
 * @param timestampColumn tells new rows from old ones; empty to read all rows in every run
 * @param recordTimestamp the column with the time of the event; empty where timestampColumn tells
 *     it
 * @param since rows with a later timestamp only
 * @param fields columns to deliver besides timestamp and key; none for all
 * @param key columns that make a row unique; none where there are no such columns
 * @param filter a condition in SQL, the user's own
 * @param overlap how far back rows may still come in with older timestamps
 * @param nullTimestamps what becomes of rows without a timestamp
 * @param batchSize rows in a batch
 * @param audit whether to count the source's rows and compare
 * @param resume whether a run goes on with one that broke off, and does not begin it anew
 */
public record SnapshotSettings(
    ObjectName table,
    Optional<String> timestampColumn,
    Optional<String> recordTimestamp,
    Optional<Instant> since,
    List<String> fields,
    List<String> key,
    Optional<String> filter,
    Duration overlap,
    NullTimestamps nullTimestamps,
    int batchSize,
    boolean audit,
    boolean resume) {

  /** What becomes of rows whose timestamp is NULL. */
  public enum NullTimestamps {
    /**
     * Delivered after all others: by the first run, and later where an exact comparison of versions
     * shows that they are new.
     */
    DELIVER,
    /** Left out, and counted as ignored. */
    IGNORE,
    /** End the run before its first batch. */
    FAIL
  }
}
