// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * Lets each message choose its tenant from those of the endpoint; what a tenant needs is made with
 * its first message. Thread-safe.
 */
public final class TenantOperation implements DatabricksOperation {

  private final Map<String, String> connections;
  private final Function<String, DatabricksOperation> maker;
  private final Measurements refusals;
  private final Map<String, DatabricksOperation> made = new ConcurrentHashMap<>();

  /**
   * @param connections the tenants, with their connections
   * @param maker makes the operation of a tenant
   * @param refusals counts messages without a tenant of the endpoint
   */
  public TenantOperation(
      Map<String, String> connections,
      Function<String, DatabricksOperation> maker,
      Measurements refusals) {
    this.connections = Map.copyOf(connections);
    this.maker = maker;
    this.refusals = refusals;
  }

  @Override
  public void stop() {
    made.values().forEach(DatabricksOperation::stop);
  }

  /** Neither what the message asked for nor what it could have asked for is told to it. */
  @Override
  public void process(Exchange exchange) {
    Object header = exchange.getMessage().getHeader(DatabricksConstants.TENANT);
    if (!(header instanceof String tenant) || !connections.containsKey(tenant)) {
      refusals.error(Reason.INVALID);
      throw new DatabricksException(
          Reason.INVALID,
          header == null
              ? "The message names no tenant. Set the header "
                  + DatabricksConstants.TENANT
                  + " to one of the option tenants."
              : "The header "
                  + DatabricksConstants.TENANT
                  + " names no tenant of this endpoint. Allowed are those of the option tenants.");
    }
    made.computeIfAbsent(tenant, maker).process(exchange);
  }
}
