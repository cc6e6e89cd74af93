// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.store.RunRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the batches of runs go. Thread-safe. */
public interface Deliveries {

  /** Makes ready for the batches of one run. */
  Delivery begin(RunContext context, Source source);

  /** Delivers one message without a body, all that a run without rows of its own has. */
  Delivered message(RunContext context);

  /** A run has failed, after its last attempt; its record is stored. */
  void failed(RunRecord run, RuntimeException cause);

  /**
   * What the batches of a run are read from.
   *
   * @param tableId the table's id in Unity Catalog; empty for a statement, which may read several
   * @param version the pinned version, where the table has versions
   * @param incremental whether a run before delivered the rest
   * @param bootstrap whether it is the snapshot that a sync begins with
   * @param keys columns that make a row unique; none where there are none
   * @param columns those of each batch
   * @param firstRun the run that began to deliver these rows, which others resume; empty where that
   *     is not kept
   */
  record Source(
      String tableId,
      OptionalLong version,
      boolean incremental,
      boolean bootstrap,
      List<String> keys,
      List<Column> columns,
      Optional<String> firstRun) {}

  /**
   * Rows to deliver at once.
   *
   * @param index of the batch in its run, from 0
   * @param offset of its first row in the run, and in those that it goes on with
   * @param last whether no other follows
   */
  record Batch(RecordBatch rows, long index, long offset, boolean last) {}

  /**
   * What became of a batch.
   *
   * @param counts of its rows
   * @param records that a mapping made of them; empty without one
   * @param droppedNames what a mapping left out
   * @param notes of the route, for the record of the run
   */
  record Delivered(
      RunRecord.Counts counts,
      OptionalLong records,
      Collection<String> droppedNames,
      RunNotes notes) {}

  /** Where the batches of one run go. */
  @FunctionalInterface
  interface Delivery {
    /**
     * Delivers a batch and returns when it is safe.
     *
     * @return what became of its rows
     * @throws RuntimeException when it was not delivered
     */
    Delivered deliver(Batch batch);
  }
}
