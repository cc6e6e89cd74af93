// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.CursorCipher;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.interactions.RequestLimits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Turns a message's headers into the statements that answer it; thread-safe once started.
 *
 * <p>Starting reads the mapping files and checks them against the real sources, so that a flow that
 * cannot work does not start.
 */
public class PlanInteractions extends ContextStep {

  private static final List<String> PARAMETERS =
      List.of("id", "type", "from", "to", "limit", "cursor", "order", "crosswalk");

  private String mappings = "";
  private String connection = "";
  private String tenants = "";
  private String cursorKeyProperty = "";
  private int defaultLimit = 100;
  private int maxLimit = 1000;
  private PerTenant<Interactions> flow;

  @Override
  protected void doStart() {
    flow =
        InteractionFlow.open(
            getCamelContext(),
            mappings,
            connection,
            tenants,
            new RequestLimits(defaultLimit, maxLimit),
            CursorCipher.withKey(cursorKey()));
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    BindStatement.plan(exchange, flow.of(exchange).plan(parameters(exchange.getMessage())));
  }

  private static Map<String, List<String>> parameters(Message message) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (String name : PARAMETERS) {
      Object value = message.getHeader(name);
      if (value instanceof Collection<?> values) {
        parameters.put(name, values.stream().map(String::valueOf).toList());
      } else if (value != null) {
        parameters.put(name, List.of(value.toString()));
      }
    }
    return parameters;
  }

  private String cursorKey() {
    return getCamelContext()
        .getPropertiesComponent()
        .resolveProperty(cursorKeyProperty)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Property "
                        + cursorKeyProperty
                        + " is not set: it holds the key that encrypts paging cursors, the same on"
                        + " all nodes; make one with: openssl rand -base64 32"));
  }

  /** Where the mapping files are: {@code file:} or {@code classpath:} patterns, by commas. */
  public void setMappings(String mappings) {
    this.mappings = mappings;
  }

  /** The connection of mappings that name none. */
  public void setConnection(String connection) {
    this.connection = connection;
  }

  /**
   * The tenants that messages may choose, as the option {@code tenants} of the component; empty for
   * none. In {@code mappings}, {@code {tenant}} is the tenant's name.
   */
  public void setTenants(String tenants) {
    this.tenants = tenants;
  }

  /** The name of the property that holds the cursor key; never the key. */
  public void setCursorKeyProperty(String cursorKeyProperty) {
    this.cursorKeyProperty = cursorKeyProperty;
  }

  /** How many interactions are returned if the request does not say. */
  public void setDefaultLimit(int defaultLimit) {
    this.defaultLimit = defaultLimit;
  }

  /** The most interactions a request may ask for. */
  public void setMaxLimit(int maxLimit) {
    this.maxLimit = maxLimit;
  }
}
