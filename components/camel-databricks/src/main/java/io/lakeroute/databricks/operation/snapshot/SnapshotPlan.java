// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run reads, decided before it begins. Immutable.
 *
 * @param table columns and order
 * @param tableId of the table as it is now
 * @param position where the run begins, or goes on
 * @param generation how often the import was begun anew
 */
record SnapshotPlan(SnapshotTable table, String tableId, Position position, long generation) {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlan.class);

  /**
   * Plans the next run.
   *
   * @param cursor where the run before had come to
   * @param resume whether to resume it if it broke off, as far as the table allows it
   */
  static SnapshotPlan of(
      TableProbe probe, Optional<Cursor> cursor, SnapshotSettings settings, boolean resume) {
    ObjectName name = settings.table();
    TableProbe.State state = probe.state();
    if (state.version().isEmpty()) {
      LOG.warn(
          "{} has no versions, so its import is not pinned to one: it is one statement's view of"
              + " its tables, and a run that goes on with it reads what they hold by then",
          name);
    }
    long generation = cursor.map(Cursor::generation).orElse(0L);
    Optional<Position> before = cursor.map(c -> Position.parse(c.position()));
    if (cursor.isPresent() && !cursor.get().tableId().equals(state.id())) {
      LOG.warn("{} is not the table imported before; it is imported from the beginning", name);
      before = Optional.empty();
      generation++;
    }
    Optional<Position> halfway =
        before
            .filter(position -> !position.complete() && resume)
            .map(position -> position.version().isPresent() ? position : position.repeatingTies());
    if (halfway.isPresent()) {
      try {
        return new SnapshotPlan(
            TableColumns.chosen(settings, probe.columns(halfway.get().version())),
            state.id(),
            halfway.get(),
            generation);
      } catch (DatabricksException e) {
        if (!TableProbe.unreadable(e)) {
          throw e;
        }
        LOG.warn(
            "The version of {} at which the last run broke off cannot be read any more;"
                + " its rows come again from the latest one, with the same _record_id",
            name);
      }
    }
    Optional<Position.Base> base = before.flatMap(Position::asBase);
    SnapshotTable table = TableColumns.chosen(settings, probe.columns(state.version()));
    if (before.isPresent() && !cursor.get().schemaHash().equals(Hashes.columns(table.columns()))) {
      LOG.info("The columns of {} are not those of the run before", name);
    }
    return new SnapshotPlan(table, state.id(), Position.start(state.version(), base), generation);
  }

  /**
   * Whether the run leaves out rows that the run before it had: those below its watermark, or those
   * that a comparison of versions finds. After a run in which no row had a timestamp there may be
   * neither.
   */
  boolean incremental() {
    return table.timestamp().isPresent()
        && (position.compared() || position.base().flatMap(Position.Base::watermark).isPresent());
  }

  /** The same from where rows stand that are found with or without comparing versions. */
  SnapshotPlan found(boolean byComparing) {
    return new SnapshotPlan(table, tableId, position.found(byComparing), generation);
  }

  /**
   * Which rows of the version the user wants.
   *
   * @param exact whether rows of the overlap that came before are left out by comparing versions
   */
  SnapshotSql.Wanted wanted(SnapshotSettings settings, boolean exact) {
    return new SnapshotSql.Wanted(
        settings.since().map(table.kind()::of),
        settings.overlap(),
        settings.nullTimestamps() == NullTimestamps.DELIVER,
        exact);
  }

  /** The end of the run: the next one builds on the later of both watermarks. */
  Position finished(Position last) {
    Optional<String> before = last.base().flatMap(Position.Base::watermark);
    Optional<String> now = last.watermark();
    boolean keeps =
        before.isPresent() && (now.isEmpty() || table.kind().compare(before.get(), now.get()) > 0);
    return last.finished(keeps ? before : now);
  }

  /**
   * For the record of the run.
   *
   * @param sqlSha256 hash of the statement, empty before there is one
   */
  RunRecord.Range range(String sqlSha256, Optional<String> reached) {
    Optional<Position.Base> base = position.base();
    return new RunRecord.Range(
        tableId,
        base.map(Position.Base::version).orElse(OptionalLong.empty()),
        position.version(),
        base.flatMap(Position.Base::watermark),
        reached,
        sqlSha256);
  }
}
