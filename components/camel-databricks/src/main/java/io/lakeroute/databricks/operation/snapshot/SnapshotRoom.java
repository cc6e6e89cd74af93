package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunConsumer;
import io.lakeroute.databricks.run.RunKey;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.store.ThisProcess;
import java.util.List;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Imports a table or view on a schedule. Stateless. */
public final class SnapshotRoom implements Room {

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public boolean takesObject() {
    return true;
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions("batchSize", "keys", "stream");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(SnapshotOptions.class, ScheduleOptions.class);
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    CommonOptions common = setup.common();
    SnapshotOptions options = setup.options(SnapshotOptions.class);
    SnapshotSettings settings = ImportSettings.snapshot(common, options);
    StatementTools tools = new StatementTools(setup, connection, measurements);
    requireInside(settings, common, connection);
    // Written in the route, and still not to leave the catalogs of the connection.
    settings
        .filter()
        .ifPresent(
            filter ->
                tools
                    .guard(false)
                    .checkQuery(
                        "SELECT * FROM " + settings.table().quoted() + " WHERE (" + filter + "\n)",
                        "SELECT"));
    LargeResults statements = tools.largeResults();
    ScheduleOptions schedule = setup.options(ScheduleOptions.class);
    return new RunConsumer(
        setup.endpoint(),
        processor,
        new RunConsumer.Setup(setup.runs(), setup.workers()::repeat, measurements),
        new KeyRunner.Identity(
            new RunKey(
                connection.profile().tenant(),
                OptionChecks.text(common.getFlow()).orElse(name()),
                ImportSettings.stream(common, settings.table())),
            connection.profile().name(),
            settings.table().fullName(),
            ThisProcess.NAME),
        schedule.schedule(options.isKeepUpdated()),
        schedule.policy(),
        deliveries ->
            new SnapshotWork(
                settings,
                runId -> new TableProbe(connection, statements, settings.table(), runId),
                deliveries));
  }

  private static void requireInside(
      SnapshotSettings settings, CommonOptions common, WorkspaceConnection connection) {
    if (!ConnectionChecks.fence(common, connection).allows(settings.table().catalog())) {
      throw new DatabricksException(
          Reason.FORBIDDEN,
          settings.table()
              + " is outside of the catalogs that may be named on connection '"
              + connection.profile().name()
              + "' (onlyCatalogs).");
    }
  }
}
