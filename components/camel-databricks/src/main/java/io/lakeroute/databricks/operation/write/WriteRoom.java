// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.OptionChecks;
import java.util.List;
import java.util.Set;

/** Writes rows to a table. Stateless. */
public final class WriteRoom implements Room {

  @Override
  public String name() {
    return "write";
  }

  @Override
  public boolean takesObject() {
    return true;
  }

  @Override
  public boolean writesBack() {
    return true;
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions("batchSize", "keys", "stagingSchema");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(WriteOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    WriteChecks.check(setup.common(), setup.options(WriteOptions.class));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    WriteOptions options = setup.options(WriteOptions.class);
    WriteChecks.checkAllowed(setup.common(), options, connection);
    return new WriteOperation(
        connection,
        setup.common(),
        options,
        OptionChecks.stagingSchema(setup.common()),
        new StatementTools(setup, connection, measurements).changes(),
        measurements);
  }
}
