// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.Reading;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * A table and its sync as a run finds them. Immutable.
 *
 * @param tableId of the table as it is now
 * @param primaryKey the declared one
 * @param commits the table's history, as far as it matters
 * @param cursor where the run before had come to, in this table or one that it replaced
 */
record FeedState(
    String tableId, List<String> primaryKey, Commits commits, Optional<Cursor> cursor) {

  /**
   * Looks at the table.
   *
   * @param cursor where the run before had come to
   */
  static FeedState of(TableProbe probe, ChangesSettings settings, Optional<Cursor> cursor) {
    ObjectName table = settings.table();
    TableInfo info = probe.info();
    ChangeTable.requireDelta(table, info);
    long from =
        cursor
            .map(c -> ChangePosition.parse(c.position()))
            .map(at -> at.behind() ? at.part().to() + 1 : at.part().from())
            .orElse(settings.startVersion().orElse(Long.MAX_VALUE));
    return new FeedState(
        probe.id(info), ChangeTable.primaryKey(info), Commits.since(from, probe, table), cursor);
  }

  /** The latest version. */
  long latest() {
    return commits.latest().version();
  }

  /** Where the sync stands, of this table or another. */
  Optional<ChangePosition> position() {
    return cursor.map(c -> ChangePosition.parse(c.position()));
  }

  /** The gap that shows before anything is read. */
  Optional<Gap> gap() {
    if (cursor.isPresent() && !cursor.get().tableId().equals(tableId)) {
      return Optional.of(Gap.ANOTHER_TABLE);
    }
    return position().filter(at -> at.wanted() > latest()).map(at -> Gap.VERSION_BEHIND);
  }

  /** How often the sync was begun anew. */
  long generation() {
    return cursor.map(c -> c.generation() + (c.tableId().equals(tableId) ? 0 : 1)).orElse(0L);
  }

  /**
   * Refuses a table whose feed is off now: bridging would have no end.
   *
   * @throws DatabricksException CONFIGURATION with the remedy
   */
  void requireFeed(TableProbe probe, ChangesSql sql, ObjectName table) {
    RunWork.Statement statement = sql.probe(latest());
    try {
      Reading.of(
          table.toString(),
          () -> {
            probe.open(statement.sql(), statement.parameters(), 0, 1).close();
            return true;
          });
    } catch (DatabricksException e) {
      if (Gap.of(e).equals(Optional.of(Gap.FEED_OFF))) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "The change data feed of %s is off. Ask its owner to run ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)."
                .formatted(table, table.quoted()));
      }
      throw e;
    }
  }
}
