// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.application.Receiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A route that delivers to a receiver, with what comes to its two ends; for one test. */
final class DeliveryRoutes implements AutoCloseable {

  private final UserRoutes routes;
  private final List<String> rejects = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<Map<String, Object>> headers = new ArrayList<>();

  private DeliveryRoutes(UserRoutes routes) {
    this.routes = routes;
  }

  /**
   * Starts {@code direct:people}.
   *
   * @param folder of the journal
   * @param settings of the destination crm, in addition to its url
   * @param options of the Kamelet
   */
  static DeliveryRoutes start(
      Receiver receiver, Path folder, Map<String, String> settings, Map<String, String> options) {
    Map<String, String> properties = new HashMap<>();
    properties.put("lakeroute.destinations.crm.url", receiver.url());
    settings.forEach((key, value) -> properties.put("lakeroute.destinations.crm." + key, value));
    Map<String, String> all = new TreeMap<>();
    all.put("destination", "crm");
    all.put("redeliveryDelay", "10ms");
    all.put("rejects", "direct:rejects");
    all.put("unknown", "direct:unknown");
    all.put("sentDirectory", folder.resolve("sent").toString());
    all.putAll(options);
    List<String> parameters = new ArrayList<>();
    all.forEach((name, value) -> parameters.add("%s: \"%s\"".formatted(name, value)));
    DeliveryRoutes started =
        new DeliveryRoutes(
            UserRoutes.start(
                properties,
                """
                - beans:
                    - name: shared
                      type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository
                - from:
                    uri: direct:twice
                    steps:
                      - doTry:
                          steps: [{to: "direct:people"}]
                          doCatch:
                            - exception: [java.lang.Exception]
                              steps: [{to: "direct:people"}]
                - from:
                    uri: direct:rows
                    steps:
                      - split: {simple: "${body}", stopOnException: true, steps: [{to: "direct:people"}]}
                - from:
                    uri: direct:people
                    steps:
                      - to:
                          uri: kamelet:databricks-delivery-http-sink
                          parameters: {%s}
                """
                    .formatted(String.join(", ", parameters))));
    started.collect();
    return started;
  }

  private void collect() {
    try {
      routes
          .camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("direct:rejects").process(each -> keep(each, rejects));
                  from("direct:unknown").process(each -> keep(each, unknown));
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void keep(Exchange exchange, List<String> lines) {
    lines.addAll(Arrays.asList(exchange.getMessage().getBody(String.class).split("\n")));
    headers.add(exchange.getMessage().getHeaders());
  }

  /** Delivers a batch of a run. */
  Exchange deliver(Object body, String run, long index) {
    return deliver(
        body,
        Map.of(
            "CamelDatabricksRunId", run,
            "CamelDatabricksRunKey", "default/journey/offer",
            "CamelDatabricksBatchIndex", index));
  }

  Exchange deliver(Object body, Map<String, Object> headers) {
    return routes.send("direct:people", body, headers);
  }

  /** Delivers a batch row by row, as a route with a split does. */
  Exchange deliverRows(Object body, Map<String, Object> headers) {
    return routes.send("direct:rows", body, headers);
  }

  /** A delivery that the route repeats once where it fails. */
  Exchange deliverTwice(Object body) {
    return routes.send("direct:twice", body, Map.of());
  }

  List<String> rejects() {
    return rejects;
  }

  List<String> unknown() {
    return unknown;
  }

  /** The headers of what came to the ends. */
  List<Map<String, Object>> headers() {
    return headers;
  }

  @Override
  public void close() {
    routes.close();
  }
}
