// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.option.OptionChecks;
import java.util.List;
import java.util.Set;

/** Replaces a connection's OAuth secret when that is due. Stateless. */
public final class RotateRoom implements Room {

  @Override
  public String name() {
    return "rotate";
  }

  @Override
  public Set<String> commonOptions() {
    return Set.of();
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(RotateOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    RotationChecks.check(setup.options(RotateOptions.class));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    RotateOptions options = setup.options(RotateOptions.class);
    return new RotateOperation(
        connection,
        OptionChecks.text(options.getSecretAdmin()).map(setup::connection).orElse(connection),
        options);
  }
}
