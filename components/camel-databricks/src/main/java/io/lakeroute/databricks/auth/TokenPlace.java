package io.lakeroute.databricks.auth;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import java.net.URI;
import java.util.Set;

/**
 * Where the token endpoint of a workspace may be: at the workspace itself, or at the account
 * console of its cloud. A discovery document that names any other place is not believed, since the
 * client's id and secret go there. Immutable.
 */
final class TokenPlace {

  /** The account consoles of all clouds, GovCloud and the Department of Defense among them. */
  private static final Set<String> ACCOUNTS =
      Set.of(
          "accounts.cloud.databricks.com",
          "accounts.cloud.databricks.us",
          "accounts-dod.cloud.databricks.us",
          "accounts.cloud.databricks.mil",
          "accounts.azuredatabricks.net",
          "accounts.databricks.azure.us",
          "accounts.databricks.azure.cn",
          "accounts.gcp.databricks.com");

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
      throw refused("names a token endpoint whose address cannot be read");
    }
    if (!workspace.plainHttp() && named.plainHttp()) {
      throw refused("names a token endpoint that is not https");
    }
    if (!named.equals(workspace) && !account(named)) {
      throw refused(
          "names a token endpoint at "
              + named
              + ", which is neither the workspace nor an account console of Databricks");
    }
    return endpoint;
  }

  private static boolean account(HostAddress named) {
    return !named.plainHttp() && named.port() == 443 && ACCOUNTS.contains(named.host());
  }

  private DatabricksException refused(String what) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Connection '"
            + connection
            + "': "
            + workspace
            + " "
            + what
            + ". Check the host; nothing secret was sent.");
  }
}
