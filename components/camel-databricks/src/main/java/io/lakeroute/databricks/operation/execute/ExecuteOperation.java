// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.execute;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.statement.change.ChangeHeaders;
import io.lakeroute.databricks.statement.change.ChangeResult;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import io.lakeroute.databricks.statement.read.ExchangeCaller;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.statement.read.ParameterBinder;
import io.lakeroute.databricks.statement.read.ParameterSource;
import io.lakeroute.databricks.statement.read.RunId;
import io.lakeroute.databricks.statement.read.StatementSource;
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
            RunId.of(exchange),
            ExchangeCaller.of(exchange));
    ChangeHeaders.set(exchange.getMessage(), result);
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }
}
