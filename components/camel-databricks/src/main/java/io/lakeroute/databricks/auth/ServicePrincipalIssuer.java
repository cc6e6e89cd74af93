package io.lakeroute.databricks.auth;

import static java.util.Objects.requireNonNull;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.http.HttpClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.core.oauth.AuthParameterPosition;
import com.databricks.sdk.core.oauth.ClientCredentials;
import com.databricks.sdk.core.oauth.OpenIDConnectEndpoints;
import com.databricks.sdk.core.oauth.Token;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Gets tokens for a service principal from the workspace itself (OAuth machine to machine); the
 * secret is looked up for each call, so a rotated one is picked up. Thread-safe.
 */
public final class ServicePrincipalIssuer implements RefreshingTokenSource.Issuer {

  private static final String DISCOVERY = "/oidc/.well-known/oauth-authorization-server";

  private final String connection;
  private final HostAddress host;
  private final Credentials.ServicePrincipal principal;
  private final HttpClient http;
  private final InstantSource clock;
  private volatile String tokenUrl = "";

  public ServicePrincipalIssuer(
      String connection,
      HostAddress host,
      Credentials.ServicePrincipal principal,
      HttpClient http,
      InstantSource clock) {
    this.connection = requireNonNull(connection, "connection");
    this.host = requireNonNull(host, "host");
    this.principal = requireNonNull(principal, "principal");
    this.http = requireNonNull(http, "http");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public AccessToken issue() {
    try {
      if (tokenUrl.isEmpty()) {
        tokenUrl = discover();
      }
      Instant asked = clock.instant();
      Token token =
          new ClientCredentials.Builder()
              .withHttpClient(http)
              .withClientId(principal.clientId())
              .withClientSecret(principal.clientSecret().value())
              .withTokenUrl(tokenUrl)
              .withScopes(List.of("all-apis"))
              .withAuthParameterPosition(AuthParameterPosition.HEADER)
              .build()
              .getToken();
      return new AccessToken(token.getAccessToken(), asked, token.getExpiry());
    } catch (DatabricksException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ErrorClassifier.failure(
          "Cannot get a token for connection '" + connection + "' from " + host, e);
    }
  }

  private String discover() throws IOException {
    ApiClient api =
        new ApiClient.Builder().withHttpClient(http).withGetHostFunc(none -> host.url()).build();
    String found =
        api.execute(new Request("GET", DISCOVERY), OpenIDConnectEndpoints.class).getTokenEndpoint();
    if (!host.plainHttp() && !"https".equalsIgnoreCase(URI.create(found).getScheme())) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection
              + "': "
              + host
              + " names a token endpoint that is not https. "
              + "Check the host; the secret was not sent.");
    }
    return found;
  }
}
