// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/** Who a connection is. Immutable. */
public sealed interface Credentials {

  /** A service principal with an OAuth secret of Databricks (machine to machine). */
  record ServicePrincipal(String clientId, Secret clientSecret, SecretLife life)
      implements Credentials {
    public ServicePrincipal {
      requireNonNull(clientId, "clientId");
      requireNonNull(clientSecret, "clientSecret");
      requireNonNull(life, "life");
    }

    /** With a secret whose end is not known. */
    public ServicePrincipal(String clientId, Secret clientSecret) {
      this(clientId, clientSecret, SecretLife.UNKNOWN);
    }
  }

  /**
   * An application of Microsoft Entra ID with a client secret of its own.
   *
   * @param login where Entra answers, if not at the place of the workspace's cloud
   */
  record Entra(
      String tenantId,
      String clientId,
      Secret clientSecret,
      Optional<HostAddress> login,
      SecretLife life)
      implements Credentials {
    public Entra {
      requireNonNull(tenantId, "tenantId");
      requireNonNull(clientId, "clientId");
      requireNonNull(clientSecret, "clientSecret");
      requireNonNull(login, "login");
      requireNonNull(life, "life");
    }
  }

  /**
   * A workload that another issuer vouches for: no secret exists.
   *
   * @param clientId the service principal, where the policy is one principal's
   * @param tokenFile the issuer's JSON Web Token, replaced by somebody else before it expires
   */
  record Federation(Optional<String> clientId, Path tokenFile) implements Credentials {
    public Federation {
      requireNonNull(clientId, "clientId");
      requireNonNull(tokenFile, "tokenFile");
    }
  }

  /** A personal access token, of a person or of a service principal. */
  record PersonalAccessToken(Secret token, SecretLife life) implements Credentials {
    public PersonalAccessToken {
      requireNonNull(token, "token");
      requireNonNull(life, "life");
    }

    /** A token whose end is not known. */
    public PersonalAccessToken(Secret token) {
      this(token, SecretLife.UNKNOWN);
    }
  }
}
