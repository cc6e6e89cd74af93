package io.lakeroute.databricks.verify;

import io.lakeroute.databricks.Reason;
import java.util.Optional;

/** What somebody can do about a step that failed. */
enum Remedy {
  TOKEN(
      "Create a new OAuth secret for the service principal, put it into clientSecret or clientSecretFile, and check that the"
          + " principal is assigned to the workspace."),
  WAREHOUSE("Check warehouseId, and give the principal CAN USE on the warehouse."),
  STATEMENT(
      "Start the warehouse by hand and look at its query history; check that the principal has CAN USE on it."),
  CATALOG("Check the key catalog, and GRANT USE CATALOG on it to the principal.");

  private final String usual;

  Remedy(String usual) {
    this.usual = usual;
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
