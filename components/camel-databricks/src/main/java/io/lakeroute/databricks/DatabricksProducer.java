// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.operation.ConnectedOperation;
import io.lakeroute.databricks.operation.DatabricksOperation;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Hands exchanges to the operation of its endpoint. Thread-safe. */
public class DatabricksProducer extends DefaultProducer {

  private final DatabricksOperation operation;

  public DatabricksProducer(DatabricksEndpoint endpoint, DatabricksOperation operation) {
    super(endpoint);
    this.operation = operation;
  }

  @Override
  public void process(Exchange exchange) {
    operation.process(exchange);
  }

  @Override
  protected void doStop() throws Exception {
    operation.stop();
    super.doStop();
  }

  /** A connection is watched once it is in use: those of tenants with their first message. */
  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (operation instanceof ConnectedOperation connected) {
      ((DatabricksEndpoint) getEndpoint()).getComponent().watch(connected.connection());
    }
  }
}
