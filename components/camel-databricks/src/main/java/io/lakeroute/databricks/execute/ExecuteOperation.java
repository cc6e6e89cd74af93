package io.lakeroute.databricks.execute;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksOperation;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.dml.ChangeHeaders;
import io.lakeroute.databricks.dml.ChangeResult;
import io.lakeroute.databricks.dml.ChangeRunner;
import io.lakeroute.databricks.dml.ChangeStatement;
import io.lakeroute.databricks.query.NamedStatement;
import io.lakeroute.databricks.query.ParameterBinder;
import io.lakeroute.databricks.query.ParameterSource;
import io.lakeroute.databricks.query.RunId;
import io.lakeroute.databricks.query.StatementSource;
import org.apache.camel.Exchange;

/**
 * Runs one statement that changes something, once, and leaves its counts in headers; the body stays
 * as it is. Thread-safe.
 */
public final class ExecuteOperation implements DatabricksOperation {

  private final WorkspaceConnection connection;
  private final StatementSource statements;
  private final ParameterSource parameters;
  private final ChangeRunner runner;

  public ExecuteOperation(
      WorkspaceConnection connection,
      StatementSource statements,
      ParameterSource parameters,
      ChangeRunner runner) {
    this.connection = connection;
    this.statements = statements;
    this.parameters = parameters;
    this.runner = runner;
  }

  @Override
  public void process(Exchange exchange) {
    NamedStatement.Bound bound =
        statements
            .statement(exchange)
            .bind(parameters.values(exchange), NamedStatement.Markers.NAMES);
    ChangeResult result =
        runner.run(
            new ChangeStatement(
                "Cannot execute the statement", bound.sql(), ParameterBinder.named(bound), false),
            RunId.of(exchange));
    ChangeHeaders.set(exchange.getMessage(), result);
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }
}
