package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionMapping;
import io.lakeroute.processors.interactions.InteractionSources;
import io.lakeroute.processors.interactions.MappingException;
import io.lakeroute.processors.interactions.SourceColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Reads the real columns of mapped sources through {@code databricks:catalog}; for one thread. */
final class SourceCatalog {

  private final CamelContext camelContext;

  SourceCatalog(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  InteractionSources bind(List<InteractionMapping> mappings) {
    try (ProducerTemplate template = camelContext.createProducerTemplate()) {
      return InteractionSources.bind(mappings, mapping -> columns(template, mapping));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceColumn> columns(ProducerTemplate template, InteractionMapping mapping) {
    // A person's token must not serve anonymous callers: only a service principal may be used.
    String endpoint =
        "databricks:catalog:%s?connection=%s&action=columns&servicePrincipalOnly=true"
            .formatted(mapping.source(), mapping.connection());
    try {
      List<?> rows = template.requestBody(endpoint, null, List.class);
      return rows.stream().map(row -> column((Map<?, ?>) row)).toList();
    } catch (RuntimeException e) {
      throw new MappingException(
          mapping.file(),
          "the columns of %s cannot be read through connection '%s': %s"
              .formatted(mapping.source(), mapping.connection(), FailureReason.of(e)),
          e);
    }
  }

  private static SourceColumn column(Map<?, ?> row) {
    return new SourceColumn((String) row.get("name"), (String) row.get("type"));
  }
}
