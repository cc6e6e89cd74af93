// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.databricks.sdk.core.AzureEnvironment;
import com.databricks.sdk.core.DatabricksEnvironment;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Gets tokens for Azure Databricks from Microsoft Entra ID. Thread-safe. */
final class EntraIssuer implements RefreshingTokenSource.Issuer {

  /** Azure Databricks as an application, the same in every tenant. */
  private static final String SCOPE = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default";

  private static final String PUBLIC_CLOUD = "https://login.microsoftonline.com";

  /** What the commonest of Microsoft's codes mean for a connection. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "AADSTS7000215", "the client secret is wrong. Give its value, not its id",
          "AADSTS7000222", "the client secret has expired. Create a new one for the application",
          "AADSTS700016", "the tenant has no such application. Check clientId and tenantId",
          "AADSTS90002",
              "there is no such tenant. Check tenantId, and loginUrl for a sovereign cloud",
          "AADSTS900023", "tenantId is neither an id nor a domain name",
          "AADSTS500011",
              "the tenant does not know Azure Databricks. Check that the workspace belongs to it",
          "AADSTS53003", "Conditional Access blocks it. Ask the tenant's administrator");

  private final String connection;
  private final Credentials.Entra application;
  private final String url;
  private final TokenEndpoint endpoint;

  EntraIssuer(
      String connection,
      HostAddress workspace,
      Credentials.Entra application,
      TokenEndpoint endpoint) {
    this.connection = connection;
    this.application = application;
    this.endpoint = endpoint;
    this.url =
        application.login().map(HostAddress::url).orElseGet(() -> cloud(workspace))
            + "/"
            + URLEncoder.encode(application.tenantId(), StandardCharsets.UTF_8)
            + "/oauth2/v2.0/token";
  }

  /** The login of the cloud that the workspace's host name belongs to. */
  private static String cloud(HostAddress workspace) {
    return Optional.ofNullable(
            DatabricksEnvironment.getEnvironmentFromHostname(workspace.host())
                .getAzureEnvironment())
        .map(AzureEnvironment::getActiveDirectoryEndpoint)
        .map(login -> login.replaceFirst("/+$", ""))
        .orElse(PUBLIC_CLOUD);
  }

  @Override
  public AccessToken issue() {
    try {
      return SecretOverlap.ask(
          connection,
          application.clientSecret(),
          secret ->
              endpoint.ask(
                  url,
                  Map.of(),
                  Map.of(
                      "grant_type",
                      "client_credentials",
                      "client_id",
                      application.clientId(),
                      "client_secret",
                      secret,
                      "scope",
                      SCOPE)));
    } catch (TokenRefused e) {
      throw refused(e);
    } catch (RuntimeException e) {
      throw ErrorClassifier.failure(what(), e);
    }
  }

  private DatabricksException refused(TokenRefused e) {
    String why =
        e.entraCode()
            .map(REMEDIES::get)
            .orElse("it refuses the application. Check tenantId, clientId and the client secret");
    return new DatabricksException(
        Reason.UNAUTHENTICATED,
        what()
            + " ("
            + e.entraCode().orElseGet(() -> e.getMessage().replaceAll("[()]", ""))
            + "): "
            + why
            + ".",
        e);
  }

  private String what() {
    return "Cannot get a token for connection '" + connection + "' from Microsoft Entra ID";
  }
}
