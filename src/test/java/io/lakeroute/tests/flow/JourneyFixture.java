// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A shop with journeys over it, and what came of their runs. */
@ExtendWith(LocalWorkspaceExtension.class)
abstract class JourneyFixture {

  static final String STATELESS =
      """
      journey: bundle
      status: active
      audience: shoppers
      suppress: [gold]
      stages:
      - name: offer
        branches:
        - when: {combinator: and, rules: [{field: segment, operator: "=", value: emailable}]}
          consent: customers.consent
          arms: {newsletter: 1}
        - else: true
          arms: {facebook: 30, pinterest: 30, tiktok: 30, holdout: 10}
      deliver:
        newsletter: {destination: mail, fields: {email: customers.email, orders: orders}, set: {offer: bundle}}
        facebook: {fields: {email: customers.email}}
        pinterest: {fields: {email: customers.email}}
        tiktok: {fields: {email: customers.email}}
      """;

  static final String FLOWS =
      "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:journey.camel.yaml";

  @TempDir Path folder;
  final LocalWorkspace workspace;

  JourneyFixture(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    SegmentShop.fill(workspace);
  }

  @BeforeEach
  void write() {
    SegmentShop.write(workspace, folder);
    Shop.write(
        folder.resolve("shoppers.segment.yaml"),
        """
        segment: shoppers
        model: shop
        returns: [{name: orders, field: purchases, aggregate: count}]
        rules: {combinator: and, rules: [{field: purchases, match: {mode: some}}]}
        """);
    Shop.write(
        folder.resolve("gold.segment.yaml"),
        """
        segment: gold
        model: shop
        rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: gold}]}
        """);
    Shop.write(
        folder.resolve("arms.camel.yaml"),
        """
        - beans:
          - name: lines
            type: io.lakeroute.processors.camel.JsonLines
        """
            + List.of("newsletter", "facebook", "pinterest", "tiktok").stream()
                .map(
                    arm ->
                        """
                        - route:
                            from:
                              uri: direct:arm-%s
                              steps:
                                - process: {ref: lines}
                                - to: "file:%s?fileExist=Append&fileName=${header.CamelLakerouteChange}-%s.jsonl"
                        """
                            .formatted(arm, folder.resolve("out"), arm))
                .collect(Collectors.joining()));
  }

  List<String> memory(String journey, String condition) {
    return workspace
        .statements()
        .run(
            "SELECT customer FROM %s WHERE %s ORDER BY customer"
                .formatted(workspace.name("lakeroute_" + journey), condition))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  void change(String set, String where) {
    workspace
        .statements()
        .run("UPDATE %s SET %s WHERE %s".formatted(workspace.name("customers"), set, where));
  }

  static List<Integer> ids(List<JsonNode> rows) {
    return rows.stream().map(row -> row.path("customer_id").asInt()).toList();
  }

  String schema() {
    return workspace.access().catalog() + "." + workspace.access().schema();
  }

  Map<String, String> remembering(String journey) {
    Map<String, String> settings = settings();
    settings.put("lakeroute.journey.journey", journey);
    settings.put("lakeroute.journey.batchSize", "1000");
    settings.put("databricks.connections.default.writeBack", "true");
    return settings;
  }

  /** Those of a journey that {@link #begin} starts, once its arms are there. */
  Map<String, String> waiting(String journey) {
    Map<String, String> settings = remembering(journey);
    settings.put("lakeroute.journey.enabled", "false");
    settings.put("camel.main.routesIncludePattern", FLOWS);
    return settings;
  }

  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    settings.put(
        "camel.main.routesIncludePattern", FLOWS + ",file:" + folder.resolve("arms.camel.yaml"));
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    for (String kind : List.of("model", "segment", "journey")) {
      String name = kind.equals("segment") ? "definitions" : kind + "s";
      settings.put("lakeroute.journey." + name, "file:%s/*.%s.yaml".formatted(folder, kind));
    }
    settings.put("lakeroute.journey.journey", "bundle");
    settings.put("lakeroute.journey.batchSize", "6");
    settings.put("lakeroute.journey.frequency", "once");
    return settings;
  }

  /** The newest of so many runs, once all have ended. */
  static JsonNode run(Application application, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(json(application.get("/runs")))
                    .hasSize(count)
                    .noneMatch(run -> run.path("state").asText().equals("RUNNING")));
    return json(application.get("/runs")).get(0);
  }

  static void again(Application application, String journey) {
    assertThat(application.post("/flows/default/journey/" + journey + "/run", "").statusCode())
        .isEqualTo(202);
  }

  /** Starts the journey of the settings beside routes that are there by now. */
  static void begin(Application application, Map<String, String> settings, int batchSize)
      throws Exception {
    var journey =
        TemplatedRouteBuilder.builder(application.camelContext(), "lakeroute-journey")
            .parameter("journey", settings.get("lakeroute.journey.journey"))
            .parameter("batchSize", String.valueOf(batchSize))
            .parameter("frequency", "once");
    List.of("models", "definitions", "journeys")
        .forEach(name -> journey.parameter(name, settings.get("lakeroute.journey." + name)));
    journey.add();
  }

  Map<String, List<JsonNode>> delivered() throws IOException {
    Map<String, List<JsonNode>> delivered = new TreeMap<>();
    try (var files = Files.list(folder.resolve("out"))) {
      for (Path file : files.toList()) {
        delivered.put(
            file.getFileName().toString().replace(".jsonl", ""),
            Files.readAllLines(file).stream().map(JourneyFixture::parsed).toList());
      }
    }
    return delivered;
  }

  static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parsed(response.body());
  }

  static JsonNode parsed(String json) {
    try {
      return Rest.JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
