// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.CursorCipher;
import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.InteractionSources;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.interactions.MappingReader;
import io.lakeroute.processors.interactions.RequestLimits;
import io.lakeroute.processors.interactions.SourceColumn;
import io.lakeroute.processors.mapping.MappingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the interactions of a flow, for its one connection or for each of its tenants: reads the
 * mapping files and checks them against the real sources. For one flow.
 */
final class InteractionFlow {

  private static final Logger LOG = LoggerFactory.getLogger(InteractionFlow.class);
  private static final String TENANT = "{tenant}";

  private final CamelContext camelContext;

  private InteractionFlow(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /**
   * Opens them.
   *
   * @param mappings where the mapping files are: {@code file:} or {@code classpath:} patterns, by
   *     commas; with tenants, {@code {tenant}} is replaced by the tenant's name
   * @param connection of mappings that name none
   * @param tenants the tenants that messages may choose; blank for none
   */
  static PerTenant<Interactions> open(
      CamelContext camelContext,
      String mappings,
      String connection,
      String tenants,
      RequestLimits limits,
      CursorCipher cipher) {
    InteractionFlow flow = new InteractionFlow(camelContext);
    if (tenants.isBlank()) {
      if (mappings.contains(TENANT)) {
        throw new IllegalArgumentException(
            "Mapping files '" + mappings + "' have a place for a tenant, and there are no tenants");
      }
      return PerTenant.only(
          flow.bind(flow.read(mappings, new MappingReader(connection)), limits, cipher));
    }
    return flow.tenants(mappings, tenants, limits, cipher);
  }

  /** Files are read now, and sources looked at with the first message of their tenant. */
  private PerTenant<Interactions> tenants(
      String mappings, String tenants, RequestLimits limits, CursorCipher cipher) {
    TableCatalog.check(camelContext, tenants);
    Map<String, TableCatalog.Tenant> named = TableCatalog.Tenant.named(tenants);
    Map<String, List<InteractionMapping>> files = new HashMap<>();
    named
        .keySet()
        .forEach(
            tenant ->
                files.put(
                    tenant, read(mappings.replace(TENANT, tenant), MappingReader.ofTenants())));
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
}
