// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.io.Closeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/**
 * Asks {@code databricks:runs} what became of segments that run on a schedule; thread-safe.
 *
 * <p>Asking opens the store of runs, so an application that has none is not asked: one without
 * scheduled routes that names no store.
 */
final class ScheduledSegments implements Closeable {

  private static final String KEY_HEADER = "CamelDatabricksRunKey";
  private static final String STATE_HEADER = "CamelDatabricksRunState";

  private final CamelContext camelContext;
  private final ProducerTemplate template;
  private final Optional<TableCatalog.Tenant> tenant;
  private final String flow;
  private final Map<String, Object> firsts = new ConcurrentHashMap<>();

  /**
   * @param tenant whose runs they are; empty where each question names its connection
   * @param flow of the routes that run them
   */
  ScheduledSegments(CamelContext camelContext, Optional<TableCatalog.Tenant> tenant, String flow) {
    this.camelContext = camelContext;
    this.template = camelContext.createProducerTemplate();
    this.tenant = tenant;
    this.flow = flow;
  }

  /** See {@link io.lakeroute.processors.segment.request.KnownFacts#lastRun}. */
  Optional<Map<String, Object>> last(String connection, String segment) {
    if (!stores()) {
      return Optional.empty();
    }
    return filedUnder(connection)
        .flatMap(
            first ->
                latest(
                    connection,
                    Map.of(
                        KEY_HEADER, first + "/" + flow + "/" + segment, STATE_HEADER, "SUCCEEDED")))
        .map(ScheduledSegments::run);
  }

  /** What the keys of a connection's runs begin with: any run says it, and it stays the same. */
  private Optional<Object> filedUnder(String connection) {
    return Optional.ofNullable(
        firsts.computeIfAbsent(
            connection,
            name -> latest(name, Map.of()).<Object>map(any -> any.get("tenant")).orElse(null)));
  }

  private static Map<String, Object> run(Map<?, ?> found) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("at", found.get("endedAt"));
    run.put("count", found.get("delivered"));
    return run;
  }

  private Optional<Map<?, ?>> latest(String connection, Map<String, Object> which) {
    Map<String, Object> headers = new LinkedHashMap<>(which);
    tenant.ifPresent(one -> headers.put(StatementProperties.TENANT_HEADER, one.name()));
    List<?> runs =
        template.requestBodyAndHeaders(
            "databricks:runs?action=list&maxRows=1&servicePrincipalOnly=true&"
                + TableCatalog.place(tenant, connection),
            null,
            headers,
            List.class);
    return runs.stream().findFirst().map(run -> (Map<?, ?>) run);
  }

  private boolean stores() {
    return Stream.of("url", "directory")
            .anyMatch(
                key ->
                    camelContext
                        .getPropertiesComponent()
                        .resolveProperty("databricks.store." + key)
                        .isPresent())
        || camelContext.getRoutes().stream()
            .anyMatch(route -> route.getEndpoint().getEndpointUri().startsWith("databricks:"));
  }

  @Override
  public void close() {
    template.stop();
  }
}
