// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.MessageRows;
import io.lakeroute.databricks.staging.RowBatch;
import io.lakeroute.databricks.staging.RowsSql;
import io.lakeroute.databricks.staging.RunColumns;
import io.lakeroute.databricks.staging.TargetTable;
import io.lakeroute.databricks.staging.TargetTables;
import io.lakeroute.databricks.statement.change.ChangeResult;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds rows, each once: a statement adds those rows of its batch that the run has not in the table
 * yet, and looks there in the same transaction. Thread-safe.
 */
final class AppendWriter implements TableWriter {

  private static final Logger LOG = LoggerFactory.getLogger(AppendWriter.class);

  private final ChangeRunner runner;
  private final TargetTables tables;
  private final Optional<RunColumns> recognised;

  /**
   * Statements that look at the table while they add to it make one another conflict, so those of
   * one endpoint go one by one.
   */
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param recognised where a row's run stands; empty to add rows whatever is there
   */
  AppendWriter(ChangeRunner runner, TargetTables tables, Optional<RunColumns> recognised) {
    this.runner = runner;
    this.tables = tables;
    this.recognised = recognised;
  }

  @Override
  public void write(Delivery delivery, MessageRows rows, Tally written, Exchange exchange) {
    TargetTable table = tables.table();
    recognised.ifPresent(columns -> requireColumns(table, columns));
    Optional<RowBatch> batch = rows.current();
    while (batch.isPresent()) {
      ChangeResult result = run(table, delivery, batch.get());
      written.add(result);
      if (recognised.isPresent() && result.number(ChangeResult.INSERTED).equals(Optional.of(0L))) {
        LOG.info(
            "Rows {} to {} of message {} of run {} are in {} already.",
            batch.get().firstRow(),
            batch.get().firstRow() + batch.get().rows() - 1,
            delivery.batchIndex(),
            delivery.runId(),
            table.name());
      }
      rows.written();
      batch = rows.current();
    }
  }

  private ChangeResult run(TargetTable table, Delivery delivery, RowBatch batch) {
    String what = "Cannot append to " + table.name();
    if (recognised.isEmpty()) {
      return runner.run(
          new ChangeStatement(
              what,
              "INSERT INTO %s (%s) SELECT %s FROM %s"
                  .formatted(
                      table.name().quoted(),
                      RowsSql.names(batch),
                      RowsSql.aliases(batch),
                      RowsSql.filled(batch)),
              RowsSql.parameters(batch),
              false),
          delivery.givenRunId());
    }
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(
          Reason.UNAVAILABLE, what + ": interrupted while other messages were written.");
    }
    try {
      return runner.run(
          new ChangeStatement(
              what, statement(table, batch, recognised.get()), parameters(delivery, batch), true),
          delivery.givenRunId());
    } finally {
      turn.unlock();
    }
  }

  private static String statement(TargetTable table, RowBatch batch, RunColumns columns) {
    return "INSERT INTO %s (%s, %s) SELECT %s, :run, :first + pos FROM %s WHERE :first + pos > %s"
        .formatted(
            table.name().quoted(),
            RowsSql.names(batch),
            columns.names(),
            RowsSql.aliases(batch),
            RowsSql.filled(batch),
            columns.highest(table.name()));
  }

  static List<StatementParameterListItem> parameters(Delivery delivery, RowBatch batch) {
    return RowsSql.parameters(
        batch,
        ChangeStatement.parameter("run", "STRING", delivery.runId()),
        bigint("first", delivery.position(batch.firstRow())),
        bigint("low", delivery.firstPosition()),
        bigint("high", delivery.lastPosition()));
  }

  private static StatementParameterListItem bigint(String name, long value) {
    return ChangeStatement.parameter(name, "BIGINT", Long.toString(value));
  }

  private static void requireColumns(TargetTable table, RunColumns columns) {
    boolean there = is(table, columns.run(), "STRING") && is(table, columns.row(), "BIGINT");
    if (!there) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot append to "
              + table.name()
              + ": it lacks the columns that tell which rows a run has written. Run ALTER TABLE "
              + table.name().quoted()
              + " ADD COLUMNS ("
              + io.lakeroute.databricks.name.ObjectName.quote(columns.run())
              + " STRING, "
              + io.lakeroute.databricks.name.ObjectName.quote(columns.row())
              + " BIGINT), name others with runColumn and runRowColumn, or set atLeastOnce=true if a row may be written twice.");
    }
  }

  private static boolean is(TargetTable table, String column, String type) {
    return table.column(column).filter(c -> c.type().sql().equals(type)).isPresent();
  }
}
