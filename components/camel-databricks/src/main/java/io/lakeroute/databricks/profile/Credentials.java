package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

/** Who a connection is. Immutable. */
public sealed interface Credentials {

  /** A service principal with an OAuth secret (machine to machine). */
  record ServicePrincipal(String clientId, Secret clientSecret) implements Credentials {
    public ServicePrincipal {
      requireNonNull(clientId, "clientId");
      requireNonNull(clientSecret, "clientSecret");
    }
  }

  /** A personal access token, of a person or of a service principal. */
  record PersonalAccessToken(Secret token) implements Credentials {
    public PersonalAccessToken {
      requireNonNull(token, "token");
    }
  }
}
