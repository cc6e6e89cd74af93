// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.knobs.Settings;
import java.time.Duration;

/** The one all-purpose cluster, which speaks Thrift only; safe for threads. */
public final class Cluster extends Compute {

  private final Settings settings;
  private final Authorizer authorizer;

  public Cluster(Settings settings, Authorizer authorizer) {
    super("0101-000000-local001");
    this.settings = settings;
    this.authorizer = authorizer;
  }

  @Override
  Duration startTime() {
    return settings.get(Settings.Key.CLUSTER_START);
  }

  @Override
  Duration idleTime() {
    return Duration.ZERO;
  }

  @Override
  public void require(String other, String principal) {
    if (!other.equals(id())) {
      throw ApiException.badRequest("Cluster " + other + " does not exist");
    }
    if (!authorizer.isAdmin(principal)) {
      throw new ApiException(
          403,
          "PERMISSION_DENIED",
          "%s does not have required permissions to view Local cluster (cluster id: %s)."
              .formatted(principal, other));
    }
  }
}
