// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.verify;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Credentials;
import java.util.Optional;

/** What somebody can do about a step that failed. */
enum Remedy {
  PRINCIPAL(
      "Create a new OAuth secret for the service principal, put it into clientSecret or clientSecretFile, and check that the"
          + " principal is assigned to the workspace."),
  APPLICATION(
      "Create a new client secret for the application in Microsoft Entra ID, put it into clientSecret or clientSecretFile, and"
          + " check that the application is assigned to the workspace."),
  WORKLOAD(
      "Check that tokenFile holds a token that has not expired, and give the service principal a federation policy with its"
          + " issuer, subject and audience."),
  PERSON("Create a new personal access token, and put it into token or tokenFile."),
  WAREHOUSE("Check warehouseId, and give the principal CAN USE on the warehouse."),
  CLUSTER(
      "Check httpPath, and give the principal CAN ATTACH TO on the cluster, or CAN RESTART if it should start it."),
  STATEMENT("Start the warehouse or cluster by hand, and check that the principal may use it."),
  CATALOG("Check the key catalog, and GRANT USE CATALOG on it to the principal.");

  private final String usual;

  Remedy(String usual) {
    this.usual = usual;
  }

  /** For a connection that gets no token. */
  static Remedy ofToken(Credentials credentials) {
    if (credentials instanceof Credentials.Entra) {
      return APPLICATION;
    }
    if (credentials instanceof Credentials.Federation) {
      return WORKLOAD;
    }
    return credentials instanceof Credentials.PersonalAccessToken ? PERSON : PRINCIPAL;
  }

  String of(Reason reason) {
    return of(Optional.of(reason));
  }

  String of(Optional<Reason> reason) {
    if (reason.filter(r -> r == Reason.UNAVAILABLE || r == Reason.THROTTLED).isPresent()) {
      return "Check host, port and proxy, and whether the workspace is up; then try again.";
    }
    return usual;
  }
}
