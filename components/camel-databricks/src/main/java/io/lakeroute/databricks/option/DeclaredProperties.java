// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;

/**
 * The properties of a Camel context, with their placeholders resolved. Stateless.
 *
 * @param context whose properties
 */
public record DeclaredProperties(CamelContext context) {

  /**
   * The properties with keys that match.
   *
   * @throws DatabricksException CONFIGURATION for a placeholder of a vault that is not there
   */
  public Map<String, String> matching(Predicate<String> keys) {
    Map<String, String> resolved = new HashMap<>();
    // By entry set: forEach of Camel's own Properties class finds nothing.
    for (var entry : context.getPropertiesComponent().loadPropertiesAsMap(keys).entrySet()) {
      String value = entry.getValue().toString();
      VaultChecks.check(context.getPropertiesComponent(), entry.getKey(), value);
      resolved.put(entry.getKey(), context.resolvePropertyPlaceholders(value));
    }
    return resolved;
  }

  /**
   * The present value of a property: its placeholder may lead to a vault that has another one
   * since.
   *
   * @throws DatabricksException UNAVAILABLE when it cannot be resolved
   */
  public String present(String key) {
    try {
      String raw = context.getPropertiesComponent().resolveProperty(key).orElse("");
      return context.resolvePropertyPlaceholders(raw);
    } catch (RuntimeException e) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          "Cannot look up the property "
              + key
              + " again: "
              + e.getClass().getSimpleName()
              + ". Check the vault or variable that its placeholder leads to.");
    }
  }
}
