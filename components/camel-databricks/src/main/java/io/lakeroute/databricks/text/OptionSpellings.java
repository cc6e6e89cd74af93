// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives options the names that they are declared with: Camel accepts them in any case and with
 * dashes, but loses some of them then. Stateless.
 */
public final class OptionSpellings {

  /** Camel takes them out by their exact names before any component sees the rest. */
  private static final Set<String> EXACT = Set.of("bridgeErrorHandler", "lazyStartProducer");

  private OptionSpellings() {}

  /**
   * Renames options; what is not an option stays.
   *
   * @param options all that there are
   * @throws DatabricksException CONFIGURATION, naming an option that is misspelt, or given twice in
   *     two spellings
   */
  public static void unify(Map<String, Object> parameters, Set<String> options) {
    for (String name : List.copyOf(parameters.keySet())) {
      options.stream()
          .filter(option -> plain(option).equals(plain(name)))
          .findFirst()
          .filter(option -> !option.equals(name))
          .ifPresent(option -> rename(parameters, name, option));
    }
  }

  private static void rename(Map<String, Object> parameters, String name, String option) {
    if (EXACT.contains(option)) {
      throw new DatabricksException(
          Reason.CONFIGURATION, "There is no option '" + name + "'. Did you mean " + option + "?");
    }
    if (parameters.putIfAbsent(option, parameters.remove(name)) != null) {
      throw twice(option);
    }
  }

  private static DatabricksException twice(String option) {
    return new DatabricksException(
        Reason.CONFIGURATION, "The option " + option + " is given twice. Remove one of them.");
  }

  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
