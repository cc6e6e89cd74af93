// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.staging.objects.StagingStores;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import java.util.List;
import java.util.Set;

/** Exports the rows of runs to a table by way of staged objects. Stateless. */
public final class CopyRoom implements Room {

  @Override
  public String name() {
    return "copy";
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
    return Room.statementOptions("action", "fields", "keys", "stagingSchema");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(CopyOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    CopyChecks.check(setup.common(), setup.options(CopyOptions.class));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    CopyOptions options = setup.options(CopyOptions.class);
    CopyTarget target = CopyTarget.of(setup.common(), options, connection.profile());
    CopyChecks.checkAllowed(setup.common(), target, connection);
    StatementTools statements = new StatementTools(setup, connection, measurements);
    ChangeRunner runner = statements.changes();
    CopyTools tools =
        new CopyTools(
            connection,
            target,
            CopySettings.of(setup.common(), options),
            StagingStores.of(connection),
            StagingTables.ofExports(
                connection,
                runner,
                target.table(),
                OptionChecks.stagingSchema(setup.common()).orElse(target.table()),
                OptionChecks.text(options.getAudience()).orElse("")),
            runner,
            statements.largeResults(),
            setup.workers());
    return CopyChecks.action(setup.common()) == CopyAction.LOAD
        ? new LoadOperation(tools, measurements)
        : new PublishOperation(tools);
  }
}
