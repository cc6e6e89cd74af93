package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.dml.ChangeRunner;
import io.lakeroute.databricks.execute.ExecuteOperation;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.query.LargeResults;
import io.lakeroute.databricks.query.ParameterSource;
import io.lakeroute.databricks.query.QueryOperation;
import io.lakeroute.databricks.query.StatementKind;
import io.lakeroute.databricks.query.StatementRunner;
import io.lakeroute.databricks.query.StatementSource;
import io.lakeroute.databricks.rotation.RotateOperation;
import io.lakeroute.databricks.runs.RunsAction;
import io.lakeroute.databricks.runs.RunsOperation;
import io.lakeroute.databricks.sql.StatementGuard;
import io.lakeroute.databricks.verify.VerifyOperation;
import io.lakeroute.databricks.write.WriteOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Makes the operations of one endpoint, whose options are checked. Thread-safe. */
final class Operations {

  private static final String RESOURCE = "resource:";
  private static final int LISTED_RUNS = 100;

  private final DatabricksEndpoint endpoint;
  private final DatabricksComponent component;
  private final CamelContext context;
  private final DatabricksConfiguration configuration;

  Operations(DatabricksEndpoint endpoint) {
    this.endpoint = endpoint;
    this.component = endpoint.getComponent();
    this.context = endpoint.getCamelContext();
    this.configuration = endpoint.getConfiguration();
  }

  /** The operation on one connection, if that may be used for it. */
  DatabricksOperation of(
      Operation operation, WorkspaceConnection connection, Measurements measurements) {
    WriteChecks.checkAllowed(configuration, endpoint.getWriting(), operation, connection);
    DatabricksOperation work =
        switch (operation) {
          case QUERY -> query(connection, measurements);
          case EXECUTE ->
              new ExecuteOperation(
                  connection,
                  statements(StatementKind.CHANGE, guard(connection)),
                  new ParameterSource(context, endpoint.getStatement().getParameters()),
                  changes(connection, measurements));
          case WRITE ->
              new WriteOperation(
                  connection,
                  configuration,
                  endpoint.getWriting(),
                  WriteChecks.stagingSchema(endpoint.getWriting()),
                  changes(connection, measurements),
                  measurements);
          case CATALOG ->
              CatalogOperations.of(
                  connection,
                  configuration,
                  endpoint.getCatalog(),
                  runner(connection, measurements));
          case VERIFY -> new VerifyOperation(connection, runner(connection, measurements));
          case RUNS ->
              new RunsOperation(
                  component.runs(),
                  connection.profile().tenant(),
                  RunsAction.of(OptionChecks.action(configuration)).orElseThrow(),
                  configuration.getMaxRows() == 0 ? LISTED_RUNS : configuration.getMaxRows());
          case SNAPSHOT ->
              throw new DatabricksException(
                  Reason.CONFIGURATION,
                  "databricks:snapshot can only be received from. Use it in from.");
          case ROTATE ->
              new RotateOperation(
                  connection,
                  Optional.ofNullable(endpoint.getRotation().getSecretAdmin())
                      .map(name -> component.connection(Optional.of(name)))
                      .orElse(connection),
                  endpoint.getRotation());
        };
    return configuration.getOutputType() == OutputType.JSON ? new JsonBody(work) : work;
  }

  private QueryOperation query(WorkspaceConnection connection, Measurements measurements) {
    return new QueryOperation(
        connection,
        configuration,
        endpoint.getStatement().getFormat(),
        statements(StatementKind.READ, guard(connection)),
        new ParameterSource(context, endpoint.getStatement().getParameters()),
        runner(connection, measurements),
        largeResults(connection, measurements),
        measurements);
  }

  /** Reads results of snapshots and streams bit by bit. */
  LargeResults largeResults(WorkspaceConnection connection, Measurements measurements) {
    return new LargeResults(
        connection, flow(), runner(connection, measurements), patience(), measurements);
  }

  private StatementRunner runner(WorkspaceConnection connection, Measurements measurements) {
    return new StatementRunner(connection, flow(), patience(), measurements);
  }

  private String flow() {
    return configuration.getFlow() == null ? "" : configuration.getFlow();
  }

  private StatementRunner.Patience patience() {
    return new StatementRunner.Patience(
        configuration.getStatementTimeout(),
        configuration.getQueueTimeout(),
        configuration.getWarehouseStartTimeout());
  }

  private ChangeRunner changes(WorkspaceConnection connection, Measurements measurements) {
    return new ChangeRunner(connection, flow(), patience(), measurements);
  }

  private StatementGuard guard(WorkspaceConnection connection) {
    return new StatementGuard(
        component.statementReader(),
        ConnectionChecks.fence(configuration, connection),
        configuration.isReadOnly(),
        connection.profile().name());
  }

  private StatementSource statements(StatementKind kind, StatementGuard guard) {
    if (endpoint.getStatement().getStatementFrom() == StatementFrom.PROPERTY) {
      return StatementSource.property(kind, guard);
    }
    String sql = endpoint.getStatement().getSql();
    return StatementSource.fixed(
        sql.startsWith(RESOURCE) ? load(sql.substring(RESOURCE.length())) : sql, kind, guard);
  }

  private String load(String resource) {
    // Camel itself would decode + and %20 in the name of a file.
    try (InputStream in =
        resource.startsWith("file:")
            ? Files.newInputStream(Path.of(resource.substring(5).replaceFirst("^//", "")))
            : ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot read the statement from " + resource + ". Check the option sql.",
          Optional.of(e),
          0,
          Optional.empty());
    }
  }
}
