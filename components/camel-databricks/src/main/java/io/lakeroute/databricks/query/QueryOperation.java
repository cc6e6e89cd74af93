package io.lakeroute.databricks.query;

import io.lakeroute.databricks.DatabricksConfiguration;
import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.DatabricksOperation;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RowCursor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Runs a statement that reads and leaves its rows in the body. Thread-safe. */
public final class QueryOperation implements DatabricksOperation {

  private final WorkspaceConnection connection;
  private final DatabricksConfiguration options;
  private final StatementSource statements;
  private final ParameterSource parameters;
  private final StatementRunner runner;

  public QueryOperation(
      WorkspaceConnection connection,
      DatabricksConfiguration options,
      StatementSource statements,
      ParameterSource parameters) {
    this.connection = connection;
    this.options = options;
    this.statements = statements;
    this.parameters = parameters;
    this.runner =
        new StatementRunner(
            connection,
            options.getFlow() == null ? "" : options.getFlow(),
            options.getStatementTimeout(),
            options.getQueueTimeout());
  }

  @Override
  public void process(Exchange exchange) {
    NamedStatement statement = statements.statement(exchange);
    NamedStatement.Bound bound = statement.bind(parameters.values(exchange));
    switch (options.getOutputType()) {
      case LIST -> list(exchange, bound);
      case ONE -> one(exchange, bound);
      default -> throw new IllegalStateException("not yet");
    }
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }

  private void list(Exchange exchange, NamedStatement.Bound bound) {
    try (OpenResult result = runner.run(bound, options.getMaxRows())) {
      RecordBatch batch = readAll(result.rows());
      Message message = exchange.getMessage();
      message.setBody(batch.asMaps());
      message.setHeader(DatabricksConstants.ROW_COUNT, (long) batch.size());
      message.setHeader(DatabricksConstants.TRUNCATED, result.rows().truncated());
    } catch (SQLException e) {
      throw readFailure(e);
    }
  }

  private void one(Exchange exchange, NamedStatement.Bound bound) {
    try (OpenResult result = runner.run(bound, 1)) {
      RecordBatch batch = readAll(result.rows());
      if (result.rows().truncated()) {
        throw new DatabricksException(
            Reason.INVALID,
            "The statement on connection '"
                + connection.profile().name()
                + "' returned more than one row for outputType=one. Make its condition unique or use outputType=list.");
      }
      Message message = exchange.getMessage();
      message.setBody(batch.size() == 0 ? null : batch.asMaps().get(0));
      message.setHeader(DatabricksConstants.ROW_COUNT, (long) batch.size());
    } catch (SQLException e) {
      throw readFailure(e);
    }
  }

  private static RecordBatch readAll(RowCursor rows) throws SQLException {
    List<Object[]> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.values());
    }
    return new RecordBatch(rows.columns(), all);
  }

  private DatabricksException readFailure(SQLException e) {
    return ErrorClassifier.failure(
        "Cannot read the result on connection '" + connection.profile().name() + "'", e);
  }
}
