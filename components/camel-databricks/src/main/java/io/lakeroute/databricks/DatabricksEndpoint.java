package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.Tenants;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.metrics.MeasurementsFactory;
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

  @UriParam private DatabricksConfiguration configuration;
  @UriParam private StatementConfiguration statement = new StatementConfiguration();
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
    Operations operations = new Operations(this);
    tenants.forEach(
        (tenant, connection) ->
            operations.of(
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
        connection, new Operations(this).of(operation, connection, measurements), measurements);
  }

  private Operation operation() {
    try {
      return Operation.of(configuration.getOperation());
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(Reason.CONFIGURATION, e.getMessage());
    }
  }

  /** An empty option is as good as none, so that Kamelets can pass on what is not set. */
  private static Optional<String> given(String option) {
    return Optional.ofNullable(option).filter(text -> !text.isBlank());
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
        new Operations(this).largeResults(connection, measurements),
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

  public StatementConfiguration getStatement() {
    return statement;
  }

  public void setStatement(StatementConfiguration statement) {
    this.statement = statement;
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
