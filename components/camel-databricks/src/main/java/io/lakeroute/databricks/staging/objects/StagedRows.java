// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.ColumnTypeReader;
import io.lakeroute.databricks.staging.RowSpool;
import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import io.lakeroute.databricks.waiting.Interrupts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of a batch on their way through objects, which COPY INTO loads into a table of their own.
 * For one batch and one thread.
 */
final class StagedRows implements RowSpool {

  private static final Logger LOG = LoggerFactory.getLogger(StagedRows.class);

  private static final List<TargetColumn> COLUMNS =
      List.of(new TargetColumn("r", ColumnTypeReader.ofSql("ARRAY<STRING>"), true));

  /** Several objects are loaded side by side. */
  private static final long OBJECT_BYTES = 32L << 20;

  /** Rows of a slow source are not kept waiting for others. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Place place;
  private final String folder;
  private final long objectBytes;
  private final ObjectSeries objects;
  private final long begun = System.nanoTime();
  private long bytes;
  private long rows;
  private Optional<StagingTable> table = Optional.empty();
  private boolean loaded;

  /**
   * What all batches of a message have in common.
   *
   * @param target that is written to
   * @param runId for query tags
   */
  record Place(
      StagingStore store,
      StagingTables tables,
      ChangeRunner runner,
      ObjectName target,
      Optional<String> runId) {}

  /**
   * @param folder of the batch's objects, and of nothing else
   */
  StagedRows(Place place, String folder) {
    this.place = place;
    this.folder = folder;
    this.objectBytes = Math.min(OBJECT_BYTES, place.store().longestObject());
    this.objects = new ObjectSeries(place.store(), folder, "txt", false);
  }

  @Override
  public void add(ByteArrayOutputStream lines) {
    try {
      if (bytes > 0 && bytes + lines.size() > objectBytes) {
        objects.end();
        bytes = 0;
      }
      lines.writeTo(objects.out());
      bytes += lines.size();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean old() {
    return System.nanoTime() - begun > LONGEST.toNanos();
  }

  @Override
  public void end(long all) {
    rows = all;
    try {
      objects.end();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void prepare() {
    if (loaded) {
      return;
    }
    dropTable(); // An attempt before this one may still load into it.
    StagingTable fresh = place.tables().fresh();
    table = Optional.of(fresh);
    place.tables().create(fresh, COLUMNS, false, place.runId());
    CopySql copy = CopySql.of(place.store(), folder, objects.names());
    copy.run(
        copy.lines(fresh.name(), COLUMNS.get(0).name()), what(), place.runner(), place.runId());
    requireAll(fresh);
    loaded = true;
  }

  /** The count of COPY INTO cannot decide: after a lost reply it reports 0 for loaded rows. */
  private void requireAll(StagingTable fresh) {
    Optional<Long> held =
        place
            .runner()
            .run(statement("SELECT count(*) AS held FROM " + fresh.name().quoted()), place.runId())
            .number("held");
    if (held.isEmpty()) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          what() + ": the warehouse gave no count of them. Nothing of these rows was written.");
    }
    if (held.get() != rows) {
      throw new DatabricksException(
          Reason.CONFLICT,
          "%s: %d rows were staged, and %d are in the staging table. Nothing of these rows was written."
              .formatted(what(), rows, held.get()));
    }
  }

  private ChangeStatement statement(String sql) {
    return new ChangeStatement(what(), sql, List.of(), true);
  }

  private String what() {
    return "Cannot stage rows for " + place.target();
  }

  private DatabricksException failed(IOException e) {
    return new DatabricksException(
        Reason.UNAVAILABLE, what() + ": " + e.getClass().getSimpleName() + ".", e);
  }

  @Override
  public String relation() {
    return table.orElseThrow().name().quoted();
  }

  @Override
  public List<StatementParameterListItem> parameters() {
    return List.of();
  }

  /** What cannot be removed, a later write removes. */
  @Override
  public void close() {
    Interrupts.without(
        () -> {
          dropTable();
          deleteObjects();
        });
  }

  private void deleteObjects() {
    try {
      objects.close();
      place.store().delete(objects.names().stream().map(name -> folder + "/" + name).toList());
    } catch (DatabricksException e) {
      LOG.warn(
          "Objects of rows for {} stay until a later write: {}", place.target(), e.getMessage());
    }
  }

  private void dropTable() {
    table.ifPresent(place.tables()::drop);
    table = Optional.empty();
  }

  /** Without values. */
  @Override
  public String toString() {
    return "StagedRows[" + rows + " rows]";
  }
}
