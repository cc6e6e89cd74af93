package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.metrics.Measurements;
import org.apache.camel.Exchange;

/** An operation on one connection, whose failures are counted. Thread-safe. */
public record ConnectedOperation(
    WorkspaceConnection connection, DatabricksOperation operation, Measurements measurements)
    implements DatabricksOperation {

  @Override
  public void process(Exchange exchange) {
    try {
      operation.process(exchange);
    } catch (RuntimeException e) {
      measurements.error(ErrorClassifier.reason(e));
      throw e;
    }
  }
}
