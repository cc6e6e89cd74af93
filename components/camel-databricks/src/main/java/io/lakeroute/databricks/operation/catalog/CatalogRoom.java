// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.OutputType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Browses and samples Unity Catalog. Stateless. */
public final class CatalogRoom implements Room {

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public Set<OutputType> outputs() {
    return EnumSet.of(OutputType.LIST, OutputType.JSON, OutputType.TEXT);
  }

  @Override
  public boolean takesObject() {
    return true;
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions("action", "maxRows");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(CatalogOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    CatalogChecks.check(setup.common(), setup.options(CatalogOptions.class));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    StatementTools tools = new StatementTools(setup, connection, measurements);
    return CatalogOperations.of(
        connection,
        setup.common(),
        setup.options(CatalogOptions.class),
        tools.runner(),
        tools.largeResults());
  }
}
