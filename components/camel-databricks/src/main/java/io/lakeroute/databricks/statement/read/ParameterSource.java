// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * Collects the values of named parameters: endpoint expressions, then the header, then a map body.
 * Thread-safe.
 */
public final class ParameterSource {

  private final Map<String, Expression> expressions;

  /**
   * @param simple parameter names with simple expressions
   */
  public ParameterSource(CamelContext context, Map<String, ?> simple) {
    Map<String, Expression> compiled = new HashMap<>();
    simple.forEach(
        (name, text) -> {
          Expression expression =
              context.resolveLanguage("simple").createExpression(String.valueOf(text));
          expression.init(context);
          compiled.put(name, expression);
        });
    this.expressions = Map.copyOf(compiled);
  }

  /** The values for an exchange. */
  public Map<String, Object> values(Exchange exchange) {
    Map<String, Object> values = new HashMap<>(given(exchange));
    expressions.forEach(
        (name, expression) -> values.put(name, expression.evaluate(exchange, Object.class)));
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> given(Exchange exchange) {
    Object header = exchange.getMessage().getHeader(DatabricksConstants.PARAMETERS);
    if (header instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    if (header != null) {
      throw new DatabricksException(
          Reason.INVALID,
          "The header "
              + DatabricksConstants.PARAMETERS
              + " is a "
              + header.getClass().getName()
              + ", not a map from parameter name to value.");
    }
    return exchange.getMessage().getBody() instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }
}
