// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.health;

import io.lakeroute.databricks.auth.SecretAge;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.warehouse.WarehouseState;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of a connection: a token can be had, and its warehouse or cluster is there. It asks for
 * the state by REST, which wakes nothing; a stopped one is up, because a statement will start it.
 * One check per connection. Thread-safe.
 */
public final class ConnectionHealthCheck extends AbstractHealthCheck {

  private final WorkspaceConnection connection;

  public ConnectionHealthCheck(WorkspaceConnection connection) {
    super("camel", "producer:databricks-" + connection.profile().name());
    this.connection = connection;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("connection", connection.profile().name());
    builder.detail("host", connection.profile().host().url());
    connection
        .secretAge()
        .flatMap(SecretAge::remaining)
        .ifPresent(remaining -> secret(builder, remaining));
    try {
      connection.tokens().token();
      WarehouseState state = connection.compute().state();
      builder.detail(
          connection.profile().compute() instanceof Compute.Cluster
              ? "cluster.state"
              : "warehouse.state",
          state.name());
      if (state.gone()) {
        builder.message(connection.profile().compute() + " is " + state).down();
      } else {
        builder.up();
      }
    } catch (DatabricksException e) {
      builder.detail("reason", e.getReason().name());
      builder.message(e.getMessage()).down();
    }
  }

  private static void secret(HealthCheckResultBuilder builder, SecretAge.Remaining remaining) {
    builder.detail("secret.expires", remaining.expires().toString());
    builder.detail("secret.daysLeft", remaining.days());
    if (remaining.ending()) {
      builder.detail(
          "secret.warning", "The secret expires in " + remaining.days() + " days. Replace it.");
    }
  }
}
