// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.name.SecurableName;
import java.util.List;
import org.apache.camel.Exchange;

/** Says which object an exchange is about. Thread-safe. */
@FunctionalInterface
public interface ObjectSource {

  SecurableName object(Exchange exchange);

  /** One object for all exchanges. */
  static ObjectSource fixed(SecurableName object) {
    return exchange -> object;
  }

  /**
   * The object of the header, or the endpoint's own where there is no header; whoever sends the
   * message names nothing outside of the endpoint's.
   */
  static ObjectSource header(SecurableName endpoint) {
    return exchange -> {
      Object value = exchange.getMessage().getHeader(DatabricksConstants.OBJECT);
      SecurableName object = value == null ? endpoint : read(value);
      if (!object.within(endpoint)) {
        throw invalid("names " + object + ", which is outside of " + endpoint + ".");
      }
      return object;
    };
  }

  private static SecurableName read(Object value) {
    if (value instanceof String text) {
      return SecurableName.parse(text);
    }
    if (value instanceof List<?> parts && parts.stream().allMatch(String.class::isInstance)) {
      return new SecurableName(parts.stream().map(String.class::cast).toList());
    }
    throw invalid(
        "is a "
            + value.getClass().getName()
            + ". It holds a name such as main.crm.leads, as text or as a list of its parts.");
  }

  private static DatabricksException invalid(String what) {
    return new DatabricksException(
        Reason.INVALID, "The header " + DatabricksConstants.OBJECT + " " + what);
  }
}
