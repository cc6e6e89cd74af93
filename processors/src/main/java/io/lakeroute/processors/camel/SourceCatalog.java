package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.InteractionSources;
import io.lakeroute.processors.interactions.SourceColumn;
import io.lakeroute.processors.mapping.MappingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Reads the real columns of mapped sources through {@code databricks:catalog}; for one thread. */
final class SourceCatalog {

  private final CamelContext camelContext;
  private final Optional<Tenant> tenant;

  /**
   * A tenant, and its entry in the list of tenants: an endpoint for one tenant's table must not be
   * open to the others, whose fences would refuse it.
   */
  record Tenant(String name, String entry) {}

  /**
   * @param tenant whose sources they are; empty where each mapping names its connection
   */
  SourceCatalog(CamelContext camelContext, Optional<Tenant> tenant) {
    this.camelContext = camelContext;
    this.tenant = tenant;
  }

  /**
   * Has the component check tenants and their connections, which opens none of them: a producer of
   * whatever operation is set up and forgotten.
   */
  static void check(CamelContext camelContext, String tenants) {
    try {
      camelContext
          .getEndpoint("databricks:verify?servicePrincipalOnly=true&tenants=" + raw(tenants))
          .createProducer();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The tenants of the flow cannot be used: " + FailureReason.of(e), e);
    }
  }

  InteractionSources bind(List<InteractionMapping> mappings) {
    try (ProducerTemplate template = camelContext.createProducerTemplate()) {
      return InteractionSources.bind(mappings, mapping -> columns(template, mapping));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<SourceColumn> columns(ProducerTemplate template, InteractionMapping mapping) {
    // A person's token must not serve anonymous callers: only a service principal may be used.
    String endpoint =
        "databricks:catalog?object=%s&%s&action=columns&servicePrincipalOnly=true"
            .formatted(
                raw(mapping.source().toString()),
                tenant
                    .map(one -> "tenants=" + raw(one.entry()))
                    .orElse("connection=" + raw(mapping.connection())));
    try {
      List<?> rows =
          template.requestBodyAndHeader(
              endpoint,
              null,
              InteractionProperties.TENANT_HEADER,
              tenant.map(Tenant::name).orElse(null),
              List.class);
      return rows.stream().map(row -> column((Map<?, ?>) row)).toList();
    } catch (RuntimeException e) {
      throw new MappingException(
          mapping.file(),
          "the columns of %s cannot be read %s: %s"
              .formatted(
                  mapping.source(),
                  tenant
                      .map(one -> "for tenant '" + one.name() + "'")
                      .orElse("through connection '" + mapping.connection() + "'"),
                  FailureReason.of(e)),
          e);
    }
  }

  /** As Camel itself writes texts into a URI: it takes %25 for %. */
  private static String raw(String text) {
    return "RAW(" + text.replace("%", "%25") + ")";
  }

  private static SourceColumn column(Map<?, ?> row) {
    return new SourceColumn((String) row.get("name"), (String) row.get("type"));
  }
}
