// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.verify;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.OutputType;
import java.util.EnumSet;
import java.util.Set;

/** Checks a connection step by step. Stateless. */
public final class VerifyRoom implements Room {

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public Set<OutputType> outputs() {
    return EnumSet.of(OutputType.LIST, OutputType.JSON);
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions();
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    return new VerifyOperation(
        connection, new StatementTools(setup, connection, measurements).runner());
  }
}
