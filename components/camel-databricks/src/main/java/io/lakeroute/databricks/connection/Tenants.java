// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tenants of one endpoint, each with the connection that serves it: the option {@code tenants}.
 * Immutable.
 */
public record Tenants(Map<String, String> connections) {

  /** A tenant's name becomes a tag, part of a pool's name and a folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  public Tenants {
    connections = Map.copyOf(connections);
  }

  /**
   * Reads {@code acme,globex}, whose connections have the same names, or {@code
   * acme=connection-a,globex=connection-b}.
   *
   * @throws DatabricksException CONFIGURATION, naming the entry that is wrong
   */
  public static Tenants parse(String option) {
    Map<String, String> connections = new LinkedHashMap<>();
    for (String entry : option.split(",", -1)) {
      String[] parts = entry.strip().split("\\s*=\\s*", 2);
      String tenant = parts[0];
      if (!NAME.matcher(tenant).matches()) {
        throw wrong(
            "'"
                + entry.strip()
                + "'; allowed are entries <tenant> or <tenant>=<connection>, separated by commas, with tenants of up to 64"
                + " letters, digits, - and _");
      }
      if (connections.putIfAbsent(tenant, parts[parts.length - 1]) != null) {
        throw wrong("'" + tenant + "' twice");
      }
    }
    return new Tenants(connections);
  }

  private static DatabricksException wrong(String problem) {
    return new DatabricksException(
        Reason.CONFIGURATION, "The option tenants holds " + problem + ".");
  }
}
