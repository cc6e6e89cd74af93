package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.query.LargeResults;
import io.lakeroute.databricks.runs.RunKey;
import io.lakeroute.databricks.runs.RunsConsumer;
import io.lakeroute.databricks.snapshot.SnapshotConsumer;
import io.lakeroute.databricks.snapshot.SnapshotSettings;
import io.lakeroute.databricks.sql.StatementGuard;
import io.lakeroute.databricks.store.ThisProcess;
import org.apache.camel.Processor;

/** Makes consumers of their endpoint's options. Stateless. */
final class Imports {

  private Imports() {}

  static SnapshotConsumer snapshot(
      DatabricksEndpoint endpoint,
      Processor processor,
      WorkspaceConnection connection,
      LargeResults statements,
      Measurements measurements) {
    DatabricksConfiguration common = endpoint.getConfiguration();
    ImportConfiguration options = endpoint.getImports();
    SnapshotSettings settings = ImportSettings.snapshot(common, options);
    if (!ConnectionChecks.fence(common, connection).allows(settings.table().catalog())) {
      throw new DatabricksException(
          Reason.FORBIDDEN,
          settings.table()
              + " is outside of the catalogs that may be named on connection '"
              + connection.profile().name()
              + "' (onlyCatalogs).");
    }
    DatabricksComponent component = endpoint.getComponent();
    // Written in the route, and still not to leave the catalogs of the connection.
    settings
        .filter()
        .ifPresent(
            filter ->
                new StatementGuard(
                        component.statementReader(),
                        ConnectionChecks.fence(common, connection),
                        false,
                        connection.profile().name())
                    .checkQuery(
                        "SELECT * FROM " + settings.table().quoted() + " WHERE (" + filter + "\n)",
                        "SELECT"));
    return new SnapshotConsumer(
        endpoint,
        processor,
        connection,
        statements,
        settings,
        measurements,
        new SnapshotConsumer.Setup(
            new RunKey(
                connection.profile().tenant(),
                OptionChecks.blank(common.getFlow()) ? "snapshot" : common.getFlow(),
                ImportSettings.stream(options, settings.table())),
            ImportSettings.schedule(options),
            ThisProcess.NAME,
            component.workers().timer()),
        component.runs());
  }

  static RunsConsumer runs(
      DatabricksEndpoint endpoint, Processor processor, WorkspaceConnection connection) {
    DatabricksConfiguration common = endpoint.getConfiguration();
    String stream = endpoint.getImports().getStream();
    DatabricksComponent component = endpoint.getComponent();
    return new RunsConsumer(
        endpoint,
        processor,
        component.runs(),
        new RunsConsumer.Setup(
            new RunKey(
                connection.profile().tenant(),
                OptionChecks.blank(common.getFlow()) ? "runs" : common.getFlow(),
                OptionChecks.blank(stream) ? "runs" : stream),
            common.getOutputType() == OutputType.JSON,
            component.workers().timer(),
            component.workers().background()));
  }
}
