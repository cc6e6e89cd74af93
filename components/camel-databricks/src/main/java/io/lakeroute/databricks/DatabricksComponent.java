// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.auth.SecretAge;
import io.lakeroute.databricks.connection.Connections;
import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.health.ConnectionHealthCheck;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.DeclaredProperties;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.result.RecordStream;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.runs.QuartzTicker;
import io.lakeroute.databricks.statement.guard.StatementReader;
import io.lakeroute.databricks.store.StoreSettings;
import io.lakeroute.databricks.text.EndpointTexts;
import io.lakeroute.databricks.text.OptionSpellings;
import io.lakeroute.databricks.text.OptionTexts;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.StreamCachingStrategy;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

/** Makes {@code databricks:} endpoints and holds the named connections they use. */
@Component("databricks")
public class DatabricksComponent extends HealthCheckComponent {

  static final String NAME = "databricks";

  private static final String OBJECT = "object";

  private static final DatabricksEndpointConfigurer SETTERS = new DatabricksEndpointConfigurer();
  private static final Set<String> OPTIONS = new DatabricksEndpointUriFactory().propertyNames();

  @Metadata(description = "Options that all endpoints start from.")
  private CommonOptions configuration = new CommonOptions();

  private final StatementReader statementReader = new StatementReader();
  private final Map<String, HealthCheck> watched = new ConcurrentHashMap<>();
  private volatile Optional<Connections> connections = Optional.empty();
  private volatile Optional<Workers> workers = Optional.empty();
  private volatile boolean shutDown;
  private Optional<RunService> runs = Optional.empty();

  public DatabricksComponent() {}

  public DatabricksComponent(CamelContext context) {
    super(context);
  }

  /**
   * Of subclasses, too, which Camel would not ask for their annotation: by it, Camel finds the
   * texts of dynamic endpoints for a component that is bound under another name.
   */
  @Override
  public String getDefaultName() {
    return NAME;
  }

  /** Texts as they were written: Camel's normalized URI has lost what it decoded. */
  @Override
  public boolean useRawUri() {
    return true;
  }

  /** {@link EndpointTexts} does it, without evaluating or decoding anything. */
  @Override
  protected boolean resolveRawParameterValues() {
    return false;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    OptionSpellings.unify(parameters, OPTIONS);
    Properties ofKamelet = getCamelContext().getPropertiesComponent().getLocalProperties();
    Map<String, Object> written =
        EndpointTexts.read(uri, parameters, ofKamelet == null ? Set.of() : ofKamelet.values());
    OptionTexts.check(written, name -> SETTERS.getOptionType(name, false));
    CommonOptions options = configuration.copy();
    String path = EndpointTexts.path(uri, remaining);
    int colon = path.indexOf(':');
    options.setOperation(colon < 0 ? path : path.substring(0, colon));
    if (colon >= 0) {
      options.setObject(path.substring(colon + 1));
    } else if (written.remove(OBJECT) instanceof String object) {
      // As a parameter, for names that a path could not hold without encoding.
      options.setObject(object);
    }
    DatabricksEndpoint endpoint =
        new DatabricksEndpoint(EndpointTexts.normalized(uri), this, options);
    endpoint.setGiven(names(written));
    endpoint
        .getStatement()
        .getParameters()
        .putAll(PropertiesHelper.extractProperties(written, "parameters."));
    setTexts(endpoint, parameters, written);
    parameters.clear();
    parameters.putAll(written);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** Of the options; those of a statement's parameters are one. */
  private static Set<String> names(Map<String, Object> written) {
    return written.keySet().stream()
        .map(name -> name.startsWith("parameters.") ? "parameters" : name)
        .collect(Collectors.toSet());
  }

  /** Sets what stood in RAW(), which refers to no bean whatever it begins with. */
  private static void setTexts(
      DatabricksEndpoint endpoint, Map<String, Object> options, Map<String, Object> read) {
    for (String name : Set.copyOf(read.keySet())) {
      if (EndpointTexts.opensRaw(options.get(name))
          && TextUriFactory.text(name)
          && SETTERS.configure(endpoint.getCamelContext(), endpoint, name, read.get(name), false)) {
        read.remove(name);
      }
    }
  }

  /** The named connection, or the only one there is. */
  WorkspaceConnection connection(Optional<String> name) {
    Connections all = started();
    if (name.isPresent()) {
      return all.get(name.get());
    }
    if (all.names().size() != 1) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          all.names().isEmpty()
              ? "No connection is declared. Set databricks.connections.<name>.host and so on."
              : "The option connection is not set, and there are several: "
                  + String.join(", ", all.names())
                  + ".");
    }
    return all.get(all.names().iterator().next());
  }

  /** The named connection for one tenant. */
  WorkspaceConnection connection(String name, String tenant) {
    return started().get(name, tenant);
  }

  private Connections started() {
    awaitStart();
    return connections.orElseThrow(DatabricksComponent::notStarted);
  }

  /** Camel hands a component out to a second thread while the first one still starts it. */
  private void awaitStart() {
    if (connections.isEmpty() && !shutDown) {
      start();
    }
  }

  private static IllegalStateException notStarted() {
    return new IllegalStateException("The component is not started");
  }

  /** One for all endpoints, which often have the same statements. */
  StatementReader statementReader() {
    return statementReader;
  }

  /** The scheduled runs of this context; made when the first consumer asks. */
  synchronized RunService runs() {
    if (runs.isEmpty()) {
      runs =
          Optional.of(
              new RunService(
                  StoreSettings.read(
                      new DeclaredProperties(getCamelContext())
                          .below(StoreSettings.PREFIX, declared -> StoreSettings.keys())),
                  workers().background(),
                  InstantSource.system(),
                  new QuartzTicker(getCamelContext(), key -> runs().due(key))));
    }
    return runs.get();
  }

  Workers workers() {
    awaitStart();
    return workers.orElseThrow(DatabricksComponent::notStarted);
  }

  private synchronized void closeRuns() {
    runs.ifPresent(RunService::close);
    runs = Optional.empty();
  }

  /** Where the named connection leads, or the only one there is. */
  Optional<String> hostOf(Optional<String> name) {
    return connections
        .filter(all -> name.map(all.names()::contains).orElse(all.names().size() == 1))
        .map(all -> connection(name).profile().host().url());
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    Workers threads = new Workers(getCamelContext());
    Connections all = new Connections(threads);
    workers = Optional.of(threads);
    DeclaredProperties declared = new DeclaredProperties(getCamelContext());
    ProfileReader.read(declared.below(ProfileReader.PREFIX, ProfileReader::keys), declared::present)
        .values()
        .forEach(profile -> ConnectionBeans.bind(getCamelContext(), all.add(profile)));
    getCamelContext()
        .getRegistry()
        .findByType(ConnectionProfile.class)
        .forEach(profile -> ConnectionBeans.bind(getCamelContext(), all.add(profile)));
    connections = Optional.of(all);
    shutDown = false;
    keepStreamsUncached();
  }

  /**
   * Stream caching would read a streamed result into memory, whole, before the next step of the
   * route sees it.
   */
  private void keepStreamsUncached() {
    StreamCachingStrategy caching = getCamelContext().getStreamCachingStrategy();
    Set<Class<?>> denied = new LinkedHashSet<>();
    if (caching.getDenyClasses() != null) {
      denied.addAll(caching.getDenyClasses());
    }
    denied.add(RecordStream.class);
    caching.setDenyClasses(denied.toArray(Class[]::new));
  }

  /**
   * Adds the connection's readiness check, once however many endpoints use it, and warns of a
   * secret that ends soon.
   */
  void watch(WorkspaceConnection connection) {
    connection.secretAge().ifPresent(SecretAge::remaining);
    WritableHealthCheckRepository checks =
        HealthCheckHelper.getHealthCheckRepository(
            getCamelContext(), "producers", WritableHealthCheckRepository.class);
    if (checks != null) {
      watched.computeIfAbsent(
          connection.profile().name(),
          name -> {
            ConnectionHealthCheck check = new ConnectionHealthCheck(connection);
            check.setEnabled(isHealthCheckProducerEnabled());
            checks.addHealthCheck(check);
            return check;
          });
    }
  }

  @Override
  protected void doShutdown() throws Exception {
    shutDown = true;
    closeRuns();
    connections.ifPresent(Connections::close);
    connections = Optional.empty();
    super.doShutdown();
  }

  public CommonOptions getConfiguration() {
    return configuration;
  }

  public void setConfiguration(CommonOptions configuration) {
    this.configuration = configuration;
  }
}
