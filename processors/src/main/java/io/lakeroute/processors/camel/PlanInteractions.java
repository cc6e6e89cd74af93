package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.CursorCipher;
import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.InteractionPlan;
import io.lakeroute.processors.interactions.InteractionQuery;
import io.lakeroute.processors.interactions.InteractionSources;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.interactions.MappingReader;
import io.lakeroute.processors.interactions.RequestLimits;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a message's headers into the statements that answer it; thread-safe once started.
 *
 * <p>Starting reads the mapping files and checks them against the real sources, so that a flow that
 * cannot work does not start.
 */
public class PlanInteractions extends ServiceSupport implements Processor, CamelContextAware {

  private static final Logger LOG = LoggerFactory.getLogger(PlanInteractions.class);
  private static final List<String> PARAMETERS =
      List.of("id", "type", "from", "to", "limit", "cursor", "order", "crosswalk");

  private static final String TENANT = "{tenant}";

  private CamelContext camelContext;
  private String mappings = "";
  private String connection = "";
  private String tenants = "";
  private String cursorKeyProperty = "";
  private int defaultLimit = 100;
  private int maxLimit = 1000;
  private Optional<Interactions> interactions = Optional.empty();
  private Optional<TenantInteractions> ofTenants = Optional.empty();

  @Override
  protected void doStart() {
    RequestLimits limits = new RequestLimits(defaultLimit, maxLimit);
    CursorCipher cipher = CursorCipher.withKey(cursorKey());
    if (tenants.isBlank()) {
      if (mappings.contains(TENANT)) {
        throw new IllegalArgumentException(
            "Mapping files '" + mappings + "' have a place for a tenant, and there are no tenants");
      }
      interactions =
          Optional.of(bind(read(mappings, new MappingReader(connection)), limits, cipher));
    } else {
      ofTenants = Optional.of(tenants(limits, cipher));
    }
  }

  /** Files are read now, and sources looked at with the first message of their tenant. */
  private TenantInteractions tenants(RequestLimits limits, CursorCipher cipher) {
    SourceCatalog.check(camelContext, tenants);
    Map<String, SourceCatalog.Tenant> named = new LinkedHashMap<>();
    Map<String, List<InteractionMapping>> files = new HashMap<>();
    for (String entry : tenants.split(",")) {
      String tenant = entry.split("=", 2)[0].trim();
      named.put(tenant, new SourceCatalog.Tenant(tenant, entry.trim()));
      files.put(tenant, read(mappings.replace(TENANT, tenant), MappingReader.ofTenants()));
    }
    return new TenantInteractions(
        named.keySet(),
        tenant -> {
          SourceCatalog catalog = new SourceCatalog(camelContext, Optional.of(named.get(tenant)));
          InteractionSources sources = catalog.bind(files.get(tenant));
          log(sources, "tenant " + tenant);
          return new Interactions(sources, limits, cipher, tenant);
        });
  }

  private Interactions bind(
      List<InteractionMapping> files, RequestLimits limits, CursorCipher cipher) {
    InteractionSources sources = new SourceCatalog(camelContext, Optional.empty()).bind(files);
    log(sources, "connection");
    return new Interactions(sources, limits, cipher, "");
  }

  private List<InteractionMapping> read(String patterns, MappingReader reader) {
    return new MappingFiles(camelContext, reader).read(patterns);
  }

  private static void log(InteractionSources sources, String whose) {
    sources
        .all()
        .forEach(
            source ->
                LOG.info(
                    "Interactions of {} come from {} through {} {} ({})",
                    source.name(),
                    source.mapping().source(),
                    whose,
                    source.mapping().connection(),
                    source.mapping().file()));
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    InteractionPlan plan = interactions(exchange).plan(parameters(exchange.getMessage()));
    List<InteractionQuery> queries = plan.queries();
    exchange.setProperty(InteractionProperties.PLAN, plan);
    exchange.setProperty(InteractionProperties.QUERIES, queries);
    exchange.setProperty(InteractionProperties.QUERY_COUNT, queries.size());
    exchange.getMessage().setBody(List.of());
    if (queries.size() == 1) {
      BindStatement.bind(exchange, queries.get(0));
    }
  }

  private Interactions interactions(Exchange exchange) throws Exception {
    if (ofTenants.isPresent()) {
      return ofTenants.get().of(exchange);
    }
    if (exchange.getProperty(AuthenticateCaller.TENANT) != null) {
      // The caller would get what belongs to everybody, or to another tenant.
      throw new RequestException(
          ProblemReason.CONFIGURATION, "Callers have tenants, and this flow serves none");
    }
    return interactions.orElseThrow();
  }

  private static Map<String, List<String>> parameters(Message message) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (String name : PARAMETERS) {
      Object value = message.getHeader(name);
      if (value instanceof Collection<?> values) {
        parameters.put(name, values.stream().map(String::valueOf).toList());
      } else if (value != null) {
        parameters.put(name, List.of(value.toString()));
      }
    }
    return parameters;
  }

  private String cursorKey() {
    return camelContext
        .getPropertiesComponent()
        .resolveProperty(cursorKeyProperty)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Property "
                        + cursorKeyProperty
                        + " is not set: it holds the key that encrypts paging cursors, the same on"
                        + " all nodes; make one with: openssl rand -base64 32"));
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** Where the mapping files are: {@code file:} or {@code classpath:} patterns, by commas. */
  public void setMappings(String mappings) {
    this.mappings = mappings;
  }

  /** The connection of mappings that name none. */
  public void setConnection(String connection) {
    this.connection = connection;
  }

  /**
   * The tenants that messages may choose, as the option {@code tenants} of the component; empty for
   * none. In {@code mappings}, {@code {tenant}} then stands for the tenant's name.
   */
  public void setTenants(String tenants) {
    this.tenants = tenants;
  }

  /** The name of the property that holds the cursor key; never the key. */
  public void setCursorKeyProperty(String cursorKeyProperty) {
    this.cursorKeyProperty = cursorKeyProperty;
  }

  /** How many interactions are returned if the request does not say. */
  public void setDefaultLimit(int defaultLimit) {
    this.defaultLimit = defaultLimit;
  }

  /** The most interactions a request may ask for. */
  public void setMaxLimit(int maxLimit) {
    this.maxLimit = maxLimit;
  }
}
