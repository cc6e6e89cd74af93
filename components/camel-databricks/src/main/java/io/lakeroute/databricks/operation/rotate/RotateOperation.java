// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.auth.ServicePrincipalIssuer;
import io.lakeroute.databricks.auth.TokenSources;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Rotates the OAuth secret of a connection's service principal, as far as it is due. Thread-safe.
 */
public final class RotateOperation implements DatabricksOperation {

  private static final Duration NEW_SECRET = Duration.ofMinutes(1);

  private final WorkspaceConnection connection;
  private final WorkspaceConnection admin;
  private final RotateOptions options;
  private final TokenCheck tokens;
  private final InstantSource clock = InstantSource.system();
  private volatile Optional<String> principal;

  /**
   * @param connection whose secret it is
   * @param admin in whose name secrets are made and deleted
   * @throws DatabricksException CONFIGURATION when there is nothing to rotate, or nowhere to put it
   */
  public RotateOperation(
      WorkspaceConnection connection, WorkspaceConnection admin, RotateOptions options) {
    this.connection = connection;
    this.admin = admin;
    this.options = options;
    this.principal = Optional.ofNullable(options.getServicePrincipalId());
    Credentials.ServicePrincipal credentials = credentials();
    ServicePrincipalIssuer issuer =
        TokenSources.servicePrincipal(
            connection.profile(), credentials, connection.http().client(), clock);
    this.tokens = new TokenCheck(secret -> issuer.issue(Secret.of(secret)), NEW_SECRET);
    if (options.getKubernetesSecretName() == null) {
      file(credentials);
    }
  }

  private Credentials.ServicePrincipal credentials() {
    if (connection.profile().credentials() instanceof Credentials.ServicePrincipal credentials) {
      return credentials;
    }
    throw new DatabricksException(
        Reason.CONFIGURATION,
        "databricks:rotate replaces OAuth secrets of Databricks, and "
            + connection
            + " has none. Use a connection with auth=oauth-m2m.");
  }

  private Path file(Credentials.ServicePrincipal credentials) {
    if (credentials.clientSecret() instanceof Secret.InFile file) {
      return file.path();
    }
    throw new DatabricksException(
        Reason.CONFIGURATION,
        "databricks:rotate does not know where to put the new secret of "
            + connection
            + ". Keep the secret in a file (clientSecretFile), or set kubernetesSecretName.");
  }

  /** Leaves in the body what was done. */
  @Override
  public void process(Exchange exchange) {
    PrincipalSecrets secrets = new RestPrincipalSecrets(admin, principal());
    RotationSchedule schedule =
        new RotationSchedule(
            options.getSecretLifetime(), options.getRotateAfter(), options.getSecretOverlap());
    RotationOutcome outcome = new SecretRotation(secrets, store(), tokens, schedule, clock).run();
    exchange.getMessage().setBody(outcome.asMap());
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }

  private String principal() {
    if (principal.isEmpty()) {
      principal = Optional.of(RestPrincipalSecrets.principalOf(connection));
    }
    return principal.get();
  }

  private SecretStore store() {
    if (options.getKubernetesSecretName() == null) {
      return new FileSecretStore(file(credentials()));
    }
    HostAddress server =
        options.getKubernetesApi() == null
            ? KubernetesApi.inCluster(System.getenv())
            : HostAddress.parse(options.getKubernetesApi());
    return new KubernetesSecretStore(
        new KubernetesApi(server, Path.of(options.getKubernetesAccount())),
        options.getKubernetesSecretName(),
        options.getKubernetesSecretEntry());
  }
}
