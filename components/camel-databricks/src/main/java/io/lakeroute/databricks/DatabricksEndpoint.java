// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.Tenants;
import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.metrics.MeasurementsFactory;
import io.lakeroute.databricks.operation.ConnectedOperation;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.JsonBody;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomChecks;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.Side;
import io.lakeroute.databricks.operation.TenantOperation;
import io.lakeroute.databricks.operation.catalog.CatalogOptions;
import io.lakeroute.databricks.operation.changes.ChangesOptions;
import io.lakeroute.databricks.operation.copy.CopyOptions;
import io.lakeroute.databricks.operation.query.QueryOptions;
import io.lakeroute.databricks.operation.rotate.RotateOptions;
import io.lakeroute.databricks.operation.snapshot.SnapshotOptions;
import io.lakeroute.databricks.operation.write.WriteOptions;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.option.SourceOptions;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.statement.guard.StatementReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
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
public class DatabricksEndpoint extends DefaultEndpoint
    implements EndpointServiceLocation, RoomSetup {

  @UriParam private CommonOptions configuration;
  @UriParam private final StatementOptions statement = new StatementOptions();
  @UriParam private final QueryOptions query = new QueryOptions();
  @UriParam private final SnapshotOptions imports = new SnapshotOptions();
  @UriParam private final ChangesOptions changes = new ChangesOptions();
  @UriParam private final SourceOptions source = new SourceOptions();
  @UriParam private final ResumeOptions resuming = new ResumeOptions();
  @UriParam private final ScheduleOptions schedule = new ScheduleOptions();
  @UriParam private final CatalogOptions catalog = new CatalogOptions();
  @UriParam private final WriteOptions writing = new WriteOptions();
  @UriParam private final CopyOptions copying = new CopyOptions();
  @UriParam private final RotateOptions rotation = new RotateOptions();

  private Set<String> given = Set.of();

  public DatabricksEndpoint() {}

  public DatabricksEndpoint(
      String uri, DatabricksComponent component, CommonOptions configuration) {
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
    Room room = checked(Side.TO);
    return new DatabricksProducer(
        this,
        OptionChecks.text(configuration.getTenants())
            .map(option -> ofTenants(room, Tenants.parse(option).connections()))
            .orElseGet(() -> on(usable(connection()), room)));
  }

  /** Each tenant is set up once here, without opening anything, to see that it can be. */
  private DatabricksOperation ofTenants(Room room, Map<String, String> tenants) {
    tenants.forEach(
        (tenant, connection) ->
            work(room, usable(getComponent().connection(connection, tenant)), Measurements.NONE));
    return new TenantOperation(
        tenants,
        tenant -> {
          WorkspaceConnection connection = getComponent().connection(tenants.get(tenant), tenant);
          getComponent().watch(connection);
          return on(connection, room);
        },
        MeasurementsFactory.ofNobody(getCamelContext(), room.name()));
  }

  private DatabricksOperation on(WorkspaceConnection connection, Room room) {
    Measurements measurements = measurements(connection, room);
    return new ConnectedOperation(
        connection,
        work(room, connection, measurements),
        configuration.getStatementTimeout(),
        measurements);
  }

  private DatabricksOperation work(
      Room room, WorkspaceConnection connection, Measurements measurements) {
    if (room.writesBack()) {
      ConnectionChecks.checkWriteBack(room.name(), connection);
    }
    DatabricksOperation work = room.producer(this, connection, measurements);
    return configuration.getOutputType() == OutputType.JSON ? new JsonBody(work) : work;
  }

  private Measurements measurements(WorkspaceConnection connection, Room room) {
    ConnectionProfile profile = connection.profile();
    return MeasurementsFactory.of(getCamelContext(), profile.name(), profile.tenant(), room.name());
  }

  private Room checked(Side side) {
    Room room = Rooms.of(configuration.getOperation());
    RoomChecks.check(room, side, configuration, given, Rooms.ALL);
    room.check(this, side);
    RoomChecks.checkOutput(room, configuration.getOutputType());
    return room;
  }

  private WorkspaceConnection connection() {
    return getComponent().connection(OptionChecks.text(configuration.getConnection()));
  }

  private WorkspaceConnection usable(WorkspaceConnection connection) {
    return ConnectionChecks.check(configuration, connection);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Room room = checked(Side.FROM);
    if (!OptionChecks.blank(configuration.getTenants())) {
      throw OptionChecks.wrong(
          "The option tenants picks a connection by message, and from has none. Use connection, in a"
              + " route for each tenant.");
    }
    WorkspaceConnection connection = usable(connection());
    Consumer consumer = room.consumer(this, processor, connection, measurements(connection, room));
    if (room.watched()) {
      getComponent().watch(connection);
    }
    configureConsumer(consumer);
    return consumer;
  }

  /** Names of the options that were given to this endpoint, and not to its component. */
  void setGiven(Set<String> options) {
    given = Set.copyOf(options);
  }

  @Override
  public CommonOptions common() {
    return configuration;
  }

  @Override
  public <T> T options(Class<T> group) {
    return Stream.of(
            statement, query, imports, changes, source, resuming, schedule, catalog, writing,
            copying, rotation)
        .filter(group::isInstance)
        .map(group::cast)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Endpoint endpoint() {
    return this;
  }

  @Override
  public CamelContext camel() {
    return getCamelContext();
  }

  @Override
  public WorkspaceConnection connection(String name) {
    return getComponent().connection(Optional.of(name));
  }

  @Override
  public StatementReader statementReader() {
    return getComponent().statementReader();
  }

  @Override
  public RunService runs() {
    return getComponent().runs();
  }

  @Override
  public Workers workers() {
    return getComponent().workers();
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }

  /** The workspace's URL, as far as the connection is known yet. */
  @Override
  public String getServiceUrl() {
    return getComponent()
        .hostOf(OptionChecks.text(configuration.getConnection()))
        .orElse("databricks");
  }

  @Override
  public String getServiceProtocol() {
    return "https";
  }

  public StatementOptions getStatement() {
    return statement;
  }

  public QueryOptions getQuery() {
    return query;
  }

  public ScheduleOptions getSchedule() {
    return schedule;
  }

  public SnapshotOptions getImports() {
    return imports;
  }

  public ChangesOptions getChanges() {
    return changes;
  }

  public SourceOptions getSource() {
    return source;
  }

  public ResumeOptions getResuming() {
    return resuming;
  }

  public CatalogOptions getCatalog() {
    return catalog;
  }

  public WriteOptions getWriting() {
    return writing;
  }

  public CopyOptions getCopying() {
    return copying;
  }

  public RotateOptions getRotation() {
    return rotation;
  }

  public CommonOptions getConfiguration() {
    return configuration;
  }

  public void setConfiguration(CommonOptions configuration) {
    this.configuration = configuration;
  }
}
