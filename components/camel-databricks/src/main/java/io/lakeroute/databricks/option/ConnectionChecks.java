// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.CatalogFence;
import io.lakeroute.databricks.profile.ConnectionProfile;

/** What the options of an endpoint demand of its connection. Stateless. */
public final class ConnectionChecks {

  private ConnectionChecks() {}

  /** The connection, if the endpoint may use it. */
  public static WorkspaceConnection check(CommonOptions options, WorkspaceConnection connection) {
    if (options.isServicePrincipalOnly() && !connection.profile().servicePrincipal()) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection.profile().name()
              + "' uses a personal access token, and servicePrincipalOnly=true allows"
              + " a service principal only. Set auth=oauth-m2m with clientId and clientSecret.");
    }
    return connection;
  }

  /** Fails unless the connection allows an operation that changes the workspace. */
  public static void checkWriteBack(String operation, WorkspaceConnection connection) {
    if (!connection.profile().writeBack()) {
      String name = connection.profile().name();
      throw OptionChecks.wrong(
          "databricks:"
              + operation
              + " changes the workspace, and connection '"
              + name
              + "' does not allow that. Set databricks.connections."
              + name
              + ".writeBack=true if it should.");
    }
  }

  /** What the connection allows to be named, and of that what the endpoint does. */
  public static CatalogFence fence(CommonOptions options, WorkspaceConnection connection) {
    ConnectionProfile profile = connection.profile();
    String own = options.getOnlyCatalogs();
    if (own != null && own.isBlank()) {
      throw OptionChecks.wrong(
          "The option onlyCatalogs is empty, which would fence nothing. Name catalogs, or leave it out; a placeholder that may have no value is {{?name}}.");
    }
    try {
      CatalogFence fence = profile.onlyCatalogs().and(CatalogFence.parse(own == null ? "" : own));
      if (!fence.open() && profile.catalog().filter(fence::allows).isEmpty()) {
        throw new IllegalArgumentException("leaves the connection's own catalog outside");
      }
      return fence;
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The option onlyCatalogs "
              + e.getMessage()
              + ". Names without a catalog are looked up in the key catalog of connection '"
              + profile.name()
              + "', so set that to one of them.");
    }
  }
}
