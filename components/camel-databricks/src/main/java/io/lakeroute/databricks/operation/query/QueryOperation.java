// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.result.BatchIterator;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RecordStream;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.SparkSchema;
import io.lakeroute.databricks.statement.read.ExchangeCaller;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.statement.read.OpenResult;
import io.lakeroute.databricks.statement.read.ParameterSource;
import io.lakeroute.databricks.statement.read.RunId;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.statement.read.StatementSource;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a statement that reads and leaves its rows in the body. Thread-safe. */
public final class QueryOperation implements DatabricksOperation {

  private static final Logger LOG = LoggerFactory.getLogger(QueryOperation.class);

  private final WorkspaceConnection connection;
  private final CommonOptions options;
  private final QueryOptions reading;
  private final StatementSource statements;
  private final ParameterSource parameters;
  private final StatementRunner runner;
  private final LargeResults large;
  private final Measurements measurements;

  public QueryOperation(
      WorkspaceConnection connection,
      CommonOptions options,
      QueryOptions reading,
      StatementSource statements,
      ParameterSource parameters,
      StatementRunner runner,
      LargeResults large,
      Measurements measurements) {
    this.connection = connection;
    this.options = options;
    this.reading = reading;
    this.statements = statements;
    this.parameters = parameters;
    this.runner = runner;
    this.large = large;
    this.measurements = measurements;
  }

  @Override
  public void process(Exchange exchange) {
    switch (options.getOutputType()) {
      case LIST, JSON -> list(exchange);
      case ONE -> one(exchange);
      case BATCHES -> batches(exchange, open(exchange, options.getBatchSize()));
      case STREAM -> stream(exchange, open(exchange, RecordStream.PORTION));
      case TEXT -> throw new IllegalStateException("The endpoint refuses text for statements");
    }
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }

  private void list(Exchange exchange) {
    RecordBatch rows = readAll(exchange, options.getMaxRows());
    exchange.getMessage().setBody(rows.asMaps());
  }

  private void one(Exchange exchange) {
    RecordBatch rows = readAll(exchange, 1);
    if (Boolean.TRUE.equals(exchange.getMessage().getHeader(DatabricksConstants.TRUNCATED))) {
      throw new DatabricksException(
          Reason.INVALID,
          "The statement on "
              + connection
              + " returned more than one row for outputType=one."
              + " Make its condition unique or use outputType=list.");
    }
    exchange.getMessage().setBody(rows.size() == 0 ? null : rows.asMaps().get(0));
  }

  private RecordBatch readAll(Exchange exchange, int maxRows) {
    NamedStatement.Bound bound = statements.statement(exchange).bind(parameters.values(exchange));
    try (OpenResult result =
        runner.run(bound, maxRows, RunId.of(exchange), ExchangeCaller.of(exchange))) {
      List<Object[]> rows = result.read(QueryOperation::all);
      measurements.rows(rows.size());
      Message message = exchange.getMessage();
      schema(message, result.columns());
      message.setHeader(DatabricksConstants.ROW_COUNT, (long) rows.size());
      message.setHeader(DatabricksConstants.TRUNCATED, result.truncated());
      return new RecordBatch(result.columns(), rows);
    } catch (SQLException e) {
      throw readFailure(e);
    }
  }

  private static List<Object[]> all(RowCursor cursor) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    while (cursor.next()) {
      rows.add(cursor.values());
    }
    return rows;
  }

  private void batches(Exchange exchange, RowSource rows) {
    handOver(
        exchange,
        new BatchIterator(
            rows,
            options.getBatchSize(),
            measurements,
            this::readFailure,
            () -> atEnd(exchange, rows)));
  }

  private void stream(Exchange exchange, RowSource rows) {
    handOver(
        exchange,
        new RecordStream(
            rows,
            reading.getFormat(),
            measurements,
            this::readFailure,
            () -> atEnd(exchange, rows)));
  }

  private RowSource open(Exchange exchange, int portion) {
    RowSource rows =
        new LimitedRows(
            large.open(
                statements.statement(exchange),
                parameters.values(exchange),
                options.getMaxRows(),
                portion,
                RunId.of(exchange),
                ExchangeCaller.of(exchange)),
            reading.getStreamTimeout(),
            connection.alarms(),
            connection.toString(),
            measurements);
    schema(exchange.getMessage(), rows.columns());
    exchange.getMessage().removeHeader(DatabricksConstants.ROW_COUNT);
    exchange.getMessage().removeHeader(DatabricksConstants.TRUNCATED);
    return rows;
  }

  private void atEnd(Exchange exchange, RowSource rows) {
    exchange.getMessage().setHeader(DatabricksConstants.TRUNCATED, rows.truncated());
    if (rows.truncated()) {
      LOG.warn("A result on {} was cut after maxRows={} rows", connection, options.getMaxRows());
    }
  }

  /** Whatever becomes of the body, the session goes back when the exchange is done. */
  private static void handOver(Exchange exchange, Closeable body) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                try {
                  body.close();
                } catch (IOException | RuntimeException e) {
                  LOG.debug("Closing a result failed", e);
                }
              }
            });
    exchange.getMessage().setBody(body);
  }

  private static void schema(Message message, List<Column> columns) {
    message.setHeader(DatabricksConstants.SCHEMA, SparkSchema.json(columns));
  }

  private DatabricksException readFailure(SQLException e) {
    DatabricksException failure =
        ErrorClassifier.failure("Cannot read the result on " + connection, e);
    measurements.error(failure.getReason());
    return failure;
  }
}
