// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.databricks.sdk.core.DatabricksEnvironment;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import java.net.URI;
import java.util.Set;

/**
 * Where the token endpoint of a workspace may be: at the workspace itself, or at the account
 * console of its cloud. A discovery document that names any other place is not believed, since the
 * client's id and secret go there. Immutable.
 */
final class TokenPlace {

  /**
   * The account consoles that Databricks names in its documentation, where the SDK knows their
   * zones.
   */
  private static final Set<String> ACCOUNTS =
      Set.of(
          "accounts.cloud.databricks.com",
          "accounts.cloud.databricks.us",
          "accounts-dod.cloud.databricks.us",
          "accounts-dod.cloud.databricks.mil",
          "accounts.azuredatabricks.net",
          "accounts.gcp.databricks.com");

  private static final String CHECK = "Check the host";

  private final String connection;
  private final HostAddress workspace;

  TokenPlace(String connection, HostAddress workspace) {
    this.connection = connection;
    this.workspace = workspace;
  }

  /**
   * The address of an endpoint that may be asked.
   *
   * @param endpoint as the discovery document names it
   * @throws DatabricksException CONFIGURATION when it is anywhere else
   */
  String require(String endpoint) {
    HostAddress named;
    try {
      URI uri = URI.create(endpoint);
      named = HostAddress.parse(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (IllegalArgumentException e) {
      throw refused("names a token endpoint whose address cannot be read", CHECK);
    }
    if (!workspace.plainHttp() && named.plainHttp()) {
      throw refused("names a token endpoint that is not https", CHECK);
    }
    if (!named.equals(workspace) && !account(named)) {
      throw refused(
          "names a token endpoint at "
              + named
              + ", which is neither the workspace nor an account console of Databricks",
          workspace(named)
              ? "Set host to " + named.host() + " if that is the same workspace"
              : CHECK);
    }
    return endpoint;
  }

  private static boolean account(HostAddress named) {
    return !named.plainHttp() && named.port() == 443 && ACCOUNTS.contains(named.host());
  }

  /**
   * Whether the name is one that Databricks gives to workspaces: a customer may reach one by a name
   * of its own, and then can use the workspace's.
   */
  private static boolean workspace(HostAddress named) {
    return !named.plainHttp()
        && named.port() == 443
        && !named.host().startsWith("accounts")
        && DatabricksEnvironment.ALL_ENVIRONMENTS.stream()
            .anyMatch(environment -> named.host().endsWith(environment.getDnsZone()));
  }

  private DatabricksException refused(String what, String remedy) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Connection '"
            + connection
            + "': "
            + workspace
            + " "
            + what
            + ". "
            + remedy
            + "; nothing secret was sent.");
  }
}
