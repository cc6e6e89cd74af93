// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import com.databricks.sdk.service.iam.CurrentUserAPI;
import com.databricks.sdk.service.iam.MeRequest;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalSecretRequest;
import com.databricks.sdk.service.oauth2.ServicePrincipalSecretsProxyAPI;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the workspace's REST API for the secrets of one service principal. Thread-safe. */
final class RestPrincipalSecrets implements PrincipalSecrets {

  private final WorkspaceConnection admin;
  private final ServicePrincipalSecretsProxyAPI secrets;
  private final String principal;

  /**
   * @param admin in whose name secrets are made and deleted
   * @param principal the number that stands for the service principal
   */
  RestPrincipalSecrets(WorkspaceConnection admin, String principal) {
    this.admin = admin;
    this.secrets = new ServicePrincipalSecretsProxyAPI(admin.api());
    this.principal = principal;
  }

  /** The number that stands for the principal of a connection, which only it knows by itself. */
  static String principalOf(WorkspaceConnection connection) {
    return connection
        .rest()
        .call(
            "Cannot find out who the service principal is",
            () -> new CurrentUserAPI(connection.api()).me(new MeRequest()).getId());
  }

  @Override
  public List<Issued> list() {
    return admin
        .rest()
        .call(
            "Cannot list the secrets of service principal " + principal,
            () -> {
              List<Issued> found = new ArrayList<>();
              secrets
                  .list(principal)
                  .forEach(s -> found.add(issued(s.getId(), s.getCreateTime(), s.getExpireTime())));
              return found;
            });
  }

  @Override
  public Created create(Duration lifetime) {
    var made =
        admin
            .rest()
            .once(
                "Cannot create a secret of service principal " + principal,
                () ->
                    secrets.create(
                        new CreateServicePrincipalSecretRequest()
                            .setServicePrincipalId(principal)
                            .setLifetime(lifetime.toSeconds() + "s")));
    return new Created(
        issued(made.getId(), made.getCreateTime(), made.getExpireTime()), made.getSecret());
  }

  @Override
  public void delete(String id) {
    try {
      admin
          .rest()
          .call(
              "Cannot delete a secret of service principal " + principal,
              () -> {
                secrets.delete(principal, id);
                return true;
              });
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Issued issued(String id, String created, String expires) {
    return new Issued(id, moment(created), moment(expires));
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
