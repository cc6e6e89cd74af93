// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What the steps of a route have to say of a run, for its record. Immutable.
 *
 * @param details numbers, truth values and texts by name
 * @param shortfall what the target lacks, in words; empty where it lacks nothing
 */
public record RunNotes(Map<String, Object> details, Optional<String> shortfall) {

  public static final RunNotes NONE = new RunNotes(Map.of(), Optional.empty());

  public RunNotes {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /**
   * Reads the properties of an exchange.
   *
   * @throws DatabricksException INVALID for details that a record cannot hold
   */
  static RunNotes of(Exchange exchange) {
    Object details = exchange.getProperty(DatabricksConstants.DETAILS_PROPERTY);
    String shortfall = exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY, String.class);
    if (details == null && shortfall == null) {
      return NONE;
    }
    return new RunNotes(
        details == null ? Map.of() : checked(details),
        Optional.ofNullable(shortfall).filter(text -> !text.isBlank()));
  }

  private static Map<String, Object> checked(Object details) {
    if (!(details instanceof Map<?, ?> map)) {
      throw refused("is a %s; it must be a map".formatted(details.getClass().getName()));
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (!(value instanceof Number || value instanceof Boolean || value instanceof String)) {
            throw refused(
                "holds a %s as '%s'; allowed are numbers, truth values and texts"
                    .formatted(value == null ? "null" : value.getClass().getName(), name));
          }
          checked.put(String.valueOf(name), value);
        });
    return checked;
  }

  private static DatabricksException refused(String what) {
    return new DatabricksException(
        Reason.INVALID,
        "The exchange property " + DatabricksConstants.DETAILS_PROPERTY + " " + what + ".");
  }
}
