// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Credentials;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Exchanges another issuer's token for one of the workspace (RFC 8693): no secret exists.
 * Thread-safe.
 */
final class FederationIssuer implements RefreshingTokenSource.Issuer {

  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final String connection;
  private final Credentials.Federation workload;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;

  FederationIssuer(
      String connection,
      Credentials.Federation workload,
      Discovery discovery,
      TokenEndpoint endpoint,
      InstantSource clock) {
    this.connection = connection;
    this.workload = workload;
    this.discovery = discovery;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public AccessToken issue() {
    String what = "Cannot get a token for connection '" + connection + "' by federation";
    WorkloadToken token = WorkloadToken.read(workload.tokenFile());
    if (token.expires().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw new DatabricksException(
          Reason.UNAUTHENTICATED,
          what
              + ": the JSON Web Token in "
              + workload.tokenFile()
              + " expired at "
              + token.expires().get()
              + ". Whoever writes the file has to replace it in time, as Kubernetes does with a projected"
              + " service account token.");
    }
    try {
      return endpoint.ask(discovery.tokenUrl(), Map.of(), form(token));
    } catch (TokenRefused e) {
      throw new DatabricksException(
          Reason.UNAUTHENTICATED,
          what
              + ": the workspace accepts no token of "
              + token
              + " "
              + e.getMessage()
              + ". Give the service principal a federation policy with these values"
              + (workload.clientId().isPresent() ? ", and check clientId." : ", or set clientId."),
          e);
    } catch (RuntimeException e) {
      throw ErrorClassifier.failure(what + " from " + discovery.host(), e);
    }
  }

  private Map<String, String> form(WorkloadToken token) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", EXCHANGE);
    form.put("subject_token", token.value());
    form.put("subject_token_type", JWT);
    form.put("scope", "all-apis");
    workload.clientId().ifPresent(id -> form.put("client_id", id));
    return form;
  }
}
