// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.Secret;
import java.util.Map;

/**
 * Gets tokens for a service principal from the workspace itself (OAuth machine to machine); the
 * secret is looked up for each call, so a rotated one is picked up. Thread-safe.
 */
public final class ServicePrincipalIssuer implements RefreshingTokenSource.Issuer {

  private static final Map<String, String> GRANT =
      Map.of("grant_type", "client_credentials", "scope", "all-apis");

  private final String connection;
  private final Credentials.ServicePrincipal principal;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;

  ServicePrincipalIssuer(
      String connection,
      Credentials.ServicePrincipal principal,
      Discovery discovery,
      TokenEndpoint endpoint) {
    this.connection = connection;
    this.principal = principal;
    this.discovery = discovery;
    this.endpoint = endpoint;
  }

  @Override
  public AccessToken issue() {
    return issue(principal.clientSecret());
  }

  /** A token for another secret of the same principal, to see whether it is good. */
  public AccessToken issue(Secret secret) {
    String what = "Cannot get a token for connection '" + connection + "'";
    try {
      String url = discovery.tokenUrl();
      return SecretOverlap.ask(
          connection,
          secret,
          value -> endpoint.ask(url, TokenEndpoint.basic(principal.clientId(), value), GRANT));
    } catch (TokenRefused e) {
      throw new DatabricksException(
          Reason.UNAUTHENTICATED,
          what
              + ": the client id or its secret is refused "
              + e.getMessage()
              + ". Check clientId and the client secret, and that the secret has not expired or been deleted.",
          e);
    } catch (RuntimeException e) {
      throw ErrorClassifier.failure(what + " from " + discovery.host(), e);
    }
  }
}
