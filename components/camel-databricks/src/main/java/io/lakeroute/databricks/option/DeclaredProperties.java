// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.util.IOHelper;

/**
 * The properties of a Camel context, with their placeholders resolved. Stateless.
 *
 * @param context whose properties
 * @param environment the variable for a key, such as {@code DATABRICKS_STORE_URL} for {@code
 *     databricks.store.url}; null if there is none
 */
public record DeclaredProperties(CamelContext context, UnaryOperator<String> environment) {

  public DeclaredProperties(CamelContext context) {
    this(context, IOHelper::lookupEnvironmentVariable);
  }

  /**
   * The properties below a prefix: those of files, those of JVM options before them, and variables
   * of the environment before both. Camel looks up single properties in this order, but loads those
   * of files alone.
   *
   * @param known keys that may be variables, by the keys that are declared: a variable does not say
   *     which of its letters are capitals
   * @throws DatabricksException CONFIGURATION for a placeholder of a vault that is not there
   */
  public Map<String, String> below(String prefix, UnaryOperator<Set<String>> known) {
    Map<String, String> declared = unresolved(prefix, known);
    declared.replaceAll(
        (key, value) -> {
          VaultChecks.check(context.getPropertiesComponent(), key, value);
          return context.resolvePropertyPlaceholders(value);
        });
    return declared;
  }

  /** Whether there are any; asks no vault. */
  public boolean hasBelow(String prefix, UnaryOperator<Set<String>> known) {
    return !unresolved(prefix, known).isEmpty();
  }

  private Map<String, String> unresolved(String prefix, UnaryOperator<Set<String>> known) {
    Map<String, String> declared = new HashMap<>();
    // By entry set: forEach of Camel's own Properties class finds nothing.
    for (var entry :
        context
            .getPropertiesComponent()
            .loadPropertiesAsMap(key -> key.startsWith(prefix))
            .entrySet()) {
      declared.put(entry.getKey(), entry.getValue().toString());
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(key -> declared.put(key, System.getProperty(key)));
    for (String key : known.apply(Set.copyOf(declared.keySet()))) {
      String variable = environment.apply(key);
      if (variable != null) {
        declared.put(key, variable);
      }
    }
    return declared;
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
