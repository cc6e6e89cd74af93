package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.CursorCipher;
import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.InteractionSources;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.interactions.MappingReader;
import io.lakeroute.processors.interactions.RequestLimits;
import io.lakeroute.processors.interactions.SourceColumn;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private Optional<PerTenant<Interactions>> ofTenants = Optional.empty();

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
  private PerTenant<Interactions> tenants(RequestLimits limits, CursorCipher cipher) {
    TableCatalog.check(camelContext, tenants);
    Map<String, TableCatalog.Tenant> named = new LinkedHashMap<>();
    Map<String, List<InteractionMapping>> files = new HashMap<>();
    for (String entry : tenants.split(",")) {
      String tenant = entry.split("=", 2)[0].trim();
      named.put(tenant, new TableCatalog.Tenant(tenant, entry.trim()));
      files.put(tenant, read(mappings.replace(TENANT, tenant), MappingReader.ofTenants()));
    }
    return new PerTenant<>(
        named.keySet(),
        tenant -> {
          InteractionSources sources = bind(files.get(tenant), Optional.of(named.get(tenant)));
          log(sources, "tenant " + tenant);
          return new Interactions(sources, limits, cipher, tenant);
        });
  }

  private Interactions bind(
      List<InteractionMapping> files, RequestLimits limits, CursorCipher cipher) {
    InteractionSources sources = bind(files, Optional.empty());
    log(sources, "connection");
    return new Interactions(sources, limits, cipher, "");
  }

  private InteractionSources bind(
      List<InteractionMapping> files, Optional<TableCatalog.Tenant> tenant) {
    try (TableCatalog catalog = new TableCatalog(camelContext, tenant)) {
      return InteractionSources.bind(
          files,
          mapping -> {
            try {
              return catalog.columns(mapping.source(), mapping.connection()).stream()
                  .map(row -> column((Map<?, ?>) row))
                  .toList();
            } catch (TableCatalog.UnreadableException e) {
              throw tenant.isPresent()
                  ? e
                  : new MappingException(mapping.file(), e.getMessage(), e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceColumn column(Map<?, ?> row) {
    return new SourceColumn((String) row.get("name"), (String) row.get("type"));
  }

  private List<InteractionMapping> read(String patterns, MappingReader reader) {
    return new FilesByPattern<>(camelContext, "interaction mapping", reader::read).read(patterns);
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
    BindStatement.plan(exchange, interactions(exchange).plan(parameters(exchange.getMessage())));
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
