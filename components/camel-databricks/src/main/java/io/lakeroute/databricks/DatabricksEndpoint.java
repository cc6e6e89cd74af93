package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.Tenants;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.dml.ChangeRunner;
import io.lakeroute.databricks.execute.ExecuteOperation;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.metrics.MeasurementsFactory;
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
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ResourceHelper;

/**
 * Query and write tables of a Databricks workspace, browse Unity Catalog and verify connections.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "databricks",
    title = "Databricks",
    syntax = "databricks:operation:object",
    category = {Category.DATABASE, Category.BIGDATA, Category.CLOUD},
    headersClass = DatabricksConstants.class)
public class DatabricksEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

  private static final String RESOURCE = "resource:";
  private static final int LISTED_RUNS = 100;

  @UriParam private DatabricksConfiguration configuration;
  @UriParam private ImportConfiguration imports = new ImportConfiguration();
  @UriParam private CatalogConfiguration catalog = new CatalogConfiguration();
  @UriParam private WriteConfiguration writing = new WriteConfiguration();
  @UriParam private RotationConfiguration rotation = new RotationConfiguration();

  public DatabricksEndpoint() {}

  public DatabricksEndpoint(
      String uri, DatabricksComponent component, DatabricksConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
  }

  @Override
  public DatabricksComponent getComponent() {
    return (DatabricksComponent) super.getComponent();
  }

  /** Fails here, when the route starts, on anything that is set up wrong. */
  @Override
  public Producer createProducer() {
    Operation operation = operation();
    OptionChecks.check(this, operation);
    return new DatabricksProducer(
        this,
        given(configuration.getTenants())
            .map(option -> ofTenants(operation, Tenants.parse(option).connections()))
            .orElseGet(
                () ->
                    on(
                        ConnectionChecks.check(
                            configuration,
                            getComponent().connection(given(configuration.getConnection()))),
                        operation)));
  }

  /** Each tenant is set up once here, without opening anything, to see that it can be. */
  private DatabricksOperation ofTenants(Operation operation, Map<String, String> tenants) {
    tenants.forEach(
        (tenant, connection) ->
            work(
                operation,
                ConnectionChecks.check(
                    configuration, getComponent().connection(connection, tenant)),
                Measurements.NONE));
    return new TenantOperation(
        tenants,
        tenant -> {
          WorkspaceConnection connection = getComponent().connection(tenants.get(tenant), tenant);
          getComponent().watch(connection);
          return on(connection, operation);
        },
        MeasurementsFactory.ofNobody(getCamelContext(), operation.lowerCase()));
  }

  private DatabricksOperation on(WorkspaceConnection connection, Operation operation) {
    Measurements measurements =
        MeasurementsFactory.of(getCamelContext(), connection.profile(), operation.lowerCase());
    return new ConnectedOperation(
        connection, work(operation, connection, measurements), measurements);
  }

  private DatabricksOperation work(
      Operation operation, WorkspaceConnection connection, Measurements measurements) {
    WriteChecks.checkAllowed(configuration, writing, operation, connection);
    DatabricksOperation work =
        switch (operation) {
          case QUERY -> query(connection, measurements);
          case EXECUTE ->
              new ExecuteOperation(
                  connection,
                  statements(StatementKind.CHANGE, guard(connection)),
                  new ParameterSource(getCamelContext(), configuration.getParameters()),
                  changes(connection, measurements));
          case WRITE ->
              new WriteOperation(
                  connection,
                  configuration,
                  writing,
                  WriteChecks.stagingSchema(writing),
                  changes(connection, measurements),
                  measurements);
          case CATALOG ->
              CatalogOperations.of(
                  connection, configuration, catalog, runner(connection, measurements));
          case VERIFY -> new VerifyOperation(connection, runner(connection, measurements));
          case RUNS ->
              new RunsOperation(
                  getComponent().runs(),
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
                  Optional.ofNullable(rotation.getSecretAdmin())
                      .map(name -> getComponent().connection(Optional.of(name)))
                      .orElse(connection),
                  rotation);
        };
    return configuration.getOutputType() == OutputType.JSON ? new JsonBody(work) : work;
  }

  private QueryOperation query(WorkspaceConnection connection, Measurements measurements) {
    StatementRunner runner = runner(connection, measurements);
    return new QueryOperation(
        connection,
        configuration,
        statements(StatementKind.READ, guard(connection)),
        new ParameterSource(getCamelContext(), configuration.getParameters()),
        runner,
        new LargeResults(connection, flow(), runner, patience(), measurements),
        measurements);
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

  private Operation operation() {
    try {
      return Operation.of(configuration.getOperation());
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(Reason.CONFIGURATION, e.getMessage());
    }
  }

  private StatementGuard guard(WorkspaceConnection connection) {
    return new StatementGuard(
        getComponent().statementReader(),
        ConnectionChecks.fence(configuration, connection),
        configuration.isReadOnly(),
        connection.profile().name());
  }

  private StatementSource statements(StatementKind kind, StatementGuard guard) {
    if (configuration.getStatementFrom() == StatementFrom.PROPERTY) {
      return StatementSource.property(kind, guard);
    }
    String sql = configuration.getSql();
    return StatementSource.fixed(
        sql.startsWith(RESOURCE) ? load(sql.substring(RESOURCE.length())) : sql, kind, guard);
  }

  /** An empty option is as good as none, so that Kamelets can pass on what is not set. */
  private static Optional<String> given(String option) {
    return Optional.ofNullable(option).filter(text -> !text.isBlank());
  }

  private String load(String resource) {
    try (InputStream in =
        ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), resource)) {
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

  @Override
  public Consumer createConsumer(Processor processor) {
    Operation operation = operation();
    OptionChecks.check(this, operation);
    if (operation != Operation.SNAPSHOT && operation != Operation.RUNS) {
      throw new UnsupportedOperationException(
          "databricks:" + configuration.getOperation() + " can only be sent to.");
    }
    WorkspaceConnection connection =
        ConnectionChecks.check(
            configuration, getComponent().connection(given(configuration.getConnection())));
    if (operation == Operation.RUNS) {
      return Imports.runs(this, processor, connection);
    }
    getComponent().watch(connection);
    Measurements measurements =
        MeasurementsFactory.of(getCamelContext(), connection.profile(), operation.lowerCase());
    return Imports.snapshot(
        this,
        processor,
        connection,
        new LargeResults(
            connection, flow(), runner(connection, measurements), patience(), measurements),
        measurements);
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }

  /** The workspace's URL, as far as the connection is known yet. */
  @Override
  public String getServiceUrl() {
    return getComponent().hostOf(given(configuration.getConnection())).orElse("databricks");
  }

  @Override
  public String getServiceProtocol() {
    return "https";
  }

  public ImportConfiguration getImports() {
    return imports;
  }

  public void setImports(ImportConfiguration imports) {
    this.imports = imports;
  }

  public CatalogConfiguration getCatalog() {
    return catalog;
  }

  public void setCatalog(CatalogConfiguration catalog) {
    this.catalog = catalog;
  }

  public WriteConfiguration getWriting() {
    return writing;
  }

  public void setWriting(WriteConfiguration writing) {
    this.writing = writing;
  }

  public RotationConfiguration getRotation() {
    return rotation;
  }

  public void setRotation(RotationConfiguration rotation) {
    this.rotation = rotation;
  }

  public DatabricksConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(DatabricksConfiguration configuration) {
    this.configuration = configuration;
  }
}
