// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.execute;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.statement.read.StatementKind;
import java.util.List;
import java.util.Set;

/** Runs one statement that changes something. Stateless. */
public final class ExecuteRoom implements Room {

  @Override
  public String name() {
    return "execute";
  }

  @Override
  public boolean writesBack() {
    return true;
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions();
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(StatementOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    StatementTools.check(name(), setup.options(StatementOptions.class));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    StatementTools tools = new StatementTools(setup, connection, measurements);
    return new ExecuteOperation(
        connection, tools.statements(StatementKind.CHANGE), tools.parameters(), tools.changes());
  }
}
