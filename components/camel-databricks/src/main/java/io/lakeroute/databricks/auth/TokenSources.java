// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.databricks.sdk.core.http.HttpClient;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Makes the token source that a connection's credentials call for. Stateless. */
public final class TokenSources {

  private TokenSources() {}

  /**
   * @param http for calls that need no token
   * @param age looked at with every token, so that its warning is heard without health checks
   * @param background runs renewals that nobody waits for
   */
  public static TokenSource of(
      ConnectionProfile profile,
      HttpClient http,
      Optional<SecretAge> age,
      InstantSource clock,
      Executor background) {
    if (profile.credentials() instanceof Credentials.PersonalAccessToken personal) {
      return new PersonalTokenSource(personal.token());
    }
    RefreshingTokenSource.Issuer issuer = issuer(profile, http, clock);
    return new RefreshingTokenSource(
        () -> {
          age.ifPresent(SecretAge::remaining);
          return issuer.issue();
        },
        clock,
        background);
  }

  private static RefreshingTokenSource.Issuer issuer(
      ConnectionProfile profile, HttpClient http, InstantSource clock) {
    String name = profile.name();
    TokenEndpoint endpoint = new TokenEndpoint(http, clock);
    if (profile.credentials() instanceof Credentials.Entra application) {
      return new EntraIssuer(name, profile.host(), application, endpoint);
    }
    Discovery discovery = new Discovery(name, profile.host(), http);
    if (profile.credentials() instanceof Credentials.Federation workload) {
      return new FederationIssuer(name, workload, discovery, endpoint, clock);
    }
    return new ServicePrincipalIssuer(
        name, (Credentials.ServicePrincipal) profile.credentials(), discovery, endpoint);
  }

  /** For secrets that are not in use yet. */
  public static ServicePrincipalIssuer servicePrincipal(
      ConnectionProfile profile,
      Credentials.ServicePrincipal principal,
      HttpClient http,
      InstantSource clock) {
    return new ServicePrincipalIssuer(
        profile.name(),
        principal,
        new Discovery(profile.name(), profile.host(), http),
        new TokenEndpoint(http, clock));
  }
}
