// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;

/**
 * What runs one at a time and has one cursor. Immutable.
 *
 * @param tenant whose data it is
 * @param flow which of the tenant's flows
 * @param name what the flow reads, as the user calls it
 */
public record RunKey(String tenant, String flow, String name) {

  private static final int LONGEST = 400;

  public RunKey {
    for (String part : new String[] {tenant, flow, name}) {
      if (part.isBlank() || part.contains("/") || part.chars().anyMatch(c -> c < ' ')) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "A run is named tenant/flow/name, and each part is a text without '/'; '"
                + part
                + "' is not.");
      }
    }
    if (tenant.length() + flow.length() + name.length() + 2 > LONGEST) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The name of a run, tenant/flow/name, is longer than " + LONGEST + " characters.");
    }
  }

  @Override
  public String toString() {
    return tenant + "/" + flow + "/" + name;
  }
}
