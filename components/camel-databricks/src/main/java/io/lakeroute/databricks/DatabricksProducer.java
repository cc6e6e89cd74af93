package io.lakeroute.databricks;

import io.lakeroute.databricks.auth.SecretAge;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.metrics.Measurements;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Hands exchanges to the operation of its endpoint and counts what fails. Thread-safe. */
public class DatabricksProducer extends DefaultProducer {

  private final WorkspaceConnection connection;
  private final DatabricksOperation operation;
  private final Measurements measurements;

  public DatabricksProducer(
      DatabricksEndpoint endpoint,
      WorkspaceConnection connection,
      DatabricksOperation operation,
      Measurements measurements) {
    super(endpoint);
    this.connection = connection;
    this.operation = operation;
    this.measurements = measurements;
  }

  @Override
  public void process(Exchange exchange) {
    try {
      operation.process(exchange);
    } catch (RuntimeException e) {
      measurements.error(ErrorClassifier.reason(e));
      throw e;
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    connection.secretAge().ifPresent(SecretAge::remaining);
    ((DatabricksEndpoint) getEndpoint()).getComponent().watch(connection);
  }
}
