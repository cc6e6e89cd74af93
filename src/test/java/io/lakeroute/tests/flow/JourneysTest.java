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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Journeys end to end: audience, branches, arms, what is remembered, and what is delivered. */
@ExtendWith(LocalWorkspaceExtension.class)
class JourneysTest {

  private static final String STATELESS =
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

  private static final String FLOWS =
      "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:journey.camel.yaml";

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  JourneysTest(LocalWorkspace workspace) {
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

  @Test
  void an_audience_is_split_over_its_arms_and_a_preview_has_counted_it() throws Exception {
    Shop.write(folder.resolve("bundle.journey.yaml"), STATELESS);
    try (Application application = Application.start(settings())) {
      JsonNode run = run(application, 1);

      // 20 shoppers: 7 are gold (1, 4, 7 ...), of the others 5, 9 and 17 agreed to e-mail.
      Map<String, List<JsonNode>> arms = delivered();
      assertThat(arms.get("-newsletter"))
          .extracting(JsonNode::toString)
          .containsExactly(
              "{\"customer_id\":5,\"email\":\"c5@example.com\",\"orders\":5,\"offer\":\"bundle\"}",
              "{\"customer_id\":9,\"email\":\"c9@example.com\",\"orders\":9,\"offer\":\"bundle\"}",
              "{\"customer_id\":17,\"email\":\"c17@example.com\",\"orders\":17,\"offer\":\"bundle\"}");
      int sent = arms.values().stream().mapToInt(List::size).sum();
      assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(run.path("rowsRead").asInt()).isEqualTo(20);
      assertThat(run.path("delivered").asInt()).isEqualTo(sent);
      assertThat(run.path("filtered").asInt()).isEqualTo(20 - sent);
      JsonNode details = run.path("details");
      assertThat(details.path("suppressed").asInt()).isEqualTo(7);
      assertThat(details.path("held out").asInt()).isEqualTo(20 - 7 - sent);
      assertThat(details.path("newsletter").asInt()).isEqualTo(3);

      JsonNode preview = json(application.post("/journeys/bundle/preview", ""));
      assertThat(preview.path("count").asInt()).isEqualTo(20);
      assertThat(preview.path("suppressed").asInt()).isEqualTo(7);
      assertThat(preview.at("/stages/0/branches/0/count").asInt()).isEqualTo(3);
      assertThat(preview.at("/stages/0/branches/1/count").asInt()).isEqualTo(10);
      assertThat(preview.at("/stages/0/branches/1/arms").toString())
          .isEqualTo("{\"facebook\":30,\"pinterest\":30,\"tiktok\":30,\"holdout\":10}");
      assertThat(preview.at("/stages/0/unmatched").asInt()).isZero();
      assertThat(application.post("/journeys/other/preview", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_journey_with_state_delivers_what_has_changed_and_nothing_twice() throws Exception {
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        STATELESS.replace("journey: bundle", "journey: lasting\nstate: " + schema()));
    Map<String, String> settings = remembering("lasting");
    try (Application application = Application.start(settings)) {
      JsonNode first = run(application, 1);
      Map<String, List<JsonNode>> arms = delivered();
      int sent = arms.values().stream().mapToInt(List::size).sum();
      assertThat(first.path("delivered").asInt()).isEqualTo(sent);
      assertThat(ids(arms.get("add-newsletter"))).containsExactly(5, 9, 17);

      again(application, "lasting");
      JsonNode second = run(application, 2);
      assertThat(delivered()).isEqualTo(arms);
      assertThat(second.path("delivered").asInt()).isZero();
      assertThat(second.path("ignored").asInt()).isEqualTo(sent);

      // 9 takes its consent back, 2 gives it, 5 becomes gold, 17 goes away.
      change("consent = customer_id = 2", "customer_id IN (2, 9)");
      change("tier = 'gold'", "customer_id = 5");
      workspace
          .statements()
          .run("DELETE FROM %s WHERE customer_id = 17".formatted(workspace.name("customers")));
      again(application, "lasting");
      run(application, 3);

      Map<String, List<JsonNode>> after = delivered();
      assertThat(ids(after.get("add-newsletter"))).containsExactly(5, 9, 17, 2);
      assertThat(ids(after.get("remove-newsletter"))).containsExactly(5, 9, 17);
      assertThat(arm(arms, 2))
          .allSatisfy(arm -> assertThat(ids(after.get("remove-" + arm))).containsExactly(2));
      assertThat(memory("lasting", "arm = 'newsletter'")).containsExactly("2");

      again(application, "lasting");
      run(application, 4);
      assertThat(delivered()).isEqualTo(after);
      assertThat(memory("lasting", "customer = 17")).isEmpty();
    }
  }

  @Test
  void people_reach_the_next_stage_when_its_time_has_come() throws Exception {
    Shop.write(
        folder.resolve("lasting.journey.yaml"),
        """
        journey: staged
        status: active
        audience: shoppers
        state: %s
        stages:
        - name: offer
          branches: [{else: true, arms: {facebook: 1}}]
        - name: reminder
          after: 7d
          branches:
          - {else: true, consent: customers.consent, arms: {newsletter: 1}}
        deliver: {newsletter: {}, facebook: {}}
        """
            .formatted(schema()));
    Map<String, String> settings = remembering("staged");
    try (Application application = Application.start(settings)) {
      run(application, 1);
      assertThat(delivered().get("add-facebook")).hasSize(20);

      workspace
          .statements()
          .run(
              "UPDATE %s SET entered_at = entered_at - INTERVAL 8 DAYS WHERE customer < 10"
                  .formatted(workspace.name("lakeroute_staged")));
      again(application, "staged");
      run(application, 2);

      List<Integer> consenting = consenting(10);
      assertThat(ids(delivered().get("add-newsletter"))).isEqualTo(consenting);
      assertThat(ids(delivered().get("remove-facebook")))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      again(application, "staged");
      assertThat(run(application, 3).path("delivered").asInt()).isZero();
    }
  }

  private List<Integer> consenting(int below) {
    return workspace
        .statements()
        .run(
            "SELECT customer_id FROM %s WHERE consent AND customer_id < %d ORDER BY 1"
                .formatted(workspace.name("customers"), below))
        .stream()
        .map(row -> Integer.valueOf(row.get(0)))
        .toList();
  }

  @Test
  void a_run_that_broke_off_goes_on_with_the_same_people_under_the_same_names() throws Exception {
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        STATELESS.replace("journey: bundle", "journey: broken\nstate: " + schema()));
    Map<String, String> settings = remembering("broken");
    settings.put("lakeroute.journey.enabled", "false");
    settings.put("camel.main.routesIncludePattern", FLOWS);
    Map<String, Set<String>> parcels = new ConcurrentHashMap<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    try (Application application = Application.start(settings)) {
      application
          .camelContext()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  for (String arm : List.of("newsletter", "facebook", "pinterest", "tiktok")) {
                    from("direct:arm-" + arm).process(exchange -> take(exchange, parcels, fails));
                  }
                }
              });
      begin(application, settings);
      JsonNode broken = run(application, 1);
      assertThat(broken.path("state").asText()).isEqualTo("FAILED");
      String first = broken.path("id").asText();

      // Whoever would be somewhere else by now stays where the run has begun to send.
      change("consent = NOT consent", "TRUE");
      again(application, "broken");
      JsonNode second = run(application, 2);
      change("consent = NOT consent", "TRUE");

      assertThat(second.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(parcels.values()).allSatisfy(same -> assertThat(same).hasSize(1));
      assertThat(parcels.keySet()).extracting(name -> name.split(" ")[0]).containsOnly(first);
      assertThat(
              parcels.values().stream()
                  .flatMap(Set::stream)
                  .flatMap(JourneysTest::customers)
                  .toList())
          .hasSizeGreaterThan(5)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void what_an_arm_publishes_with_the_last_batch_is_not_remembered_before() throws Exception {
    Path file = folder.resolve("bundle.journey.yaml");
    Shop.write(
        file,
        """
            journey: whole
            status: active
            audience: shoppers
            state: %s
            stages: [{name: offer, branches: [{else: true, arms: {tiktok: 1, facebook: 1}}]}]
            deliver: {tiktok: {}, facebook: {}}
            """
            .formatted(schema()));
    Map<String, String> settings = remembering("whole");
    settings.put("lakeroute.journey.batchSize", "4");
    settings.put("camel.main.routesIncludePattern", FLOWS);
    List<String> facebook = new CopyOnWriteArrayList<>();
    List<String> written = new CopyOnWriteArrayList<>();
    List<String> published = new CopyOnWriteArrayList<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    RouteBuilder arms =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:arm-facebook")
                .process(
                    exchange -> {
                      if (exchange
                                  .getMessage()
                                  .getHeader("CamelDatabricksBatchOffset", 0L, Long.class)
                              >= 20
                          && fails.getAndSet(false)) {
                        throw new IllegalStateException("the arm is out of order");
                      }
                      customers(exchange.getMessage().getBody().toString()).forEach(facebook::add);
                    });
            from("direct:arm-tiktok")
                .setProperty("CamelLakerouteWholeRun", constant(true))
                .process(
                    exchange -> {
                      customers(exchange.getMessage().getBody().toString()).forEach(written::add);
                      if (exchange
                          .getMessage()
                          .getHeader("CamelDatabricksRunComplete", Boolean.class)) {
                        published.addAll(written);
                        written.clear();
                      }
                    });
          }
        };
    settings.put("lakeroute.journey.enabled", "false");
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      begin(application, settings);
      assertThat(run(application, 1).path("state").asText()).isEqualTo("FAILED");
      assertThat(written).isNotEmpty();
      assertThat(published).isEmpty();
      String flow = "/flows/default/journey/whole/";
      assertThat(memory("whole", "arm = 'tiktok'")).isEmpty();

      // A dry run changes nothing, and neither does a journey that is paused.
      String before = memory("whole", "TRUE").toString();
      assertThat(application.post(flow + "dry-run", "").statusCode()).isEqualTo(200);
      assertThat(memory("whole", "TRUE")).hasToString(before);
    }
    String text = Files.readString(file);
    Files.writeString(file, text.replace("active", "paused"));
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      begin(application, settings);
      JsonNode paused = run(application, 2);
      assertThat(paused.path("state").asText()).isEqualTo("FAILED");
      assertThat(paused.path("message").asText())
          .contains("Journey whole is not active, and a run of it has not ended.");
    }
    Files.writeString(file, text);
    written.clear();
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      // The run is given up: who was written and never published is written again.
      assertThat(application.post("/flows/default/journey/whole/reset", "").statusCode())
          .isIn(200, 404);
      begin(application, settings);
      run(application, 3);
      assertThat(facebook).hasSizeGreaterThan(3);
      assertThat(published).hasSizeGreaterThan(3).doesNotHaveDuplicates();
      assertThat(Stream.concat(facebook.stream().distinct(), published.stream())).hasSize(20);
      assertThat(memory("whole", "arm = 'tiktok'")).containsExactlyInAnyOrderElementsOf(published);
    }
  }

  private static void begin(Application application, Map<String, String> settings)
      throws Exception {
    var journey =
        TemplatedRouteBuilder.builder(application.camelContext(), "lakeroute-journey")
            .parameter("journey", settings.get("lakeroute.journey.journey"))
            .parameter("batchSize", "4")
            .parameter("frequency", "once");
    List.of("models", "definitions", "journeys")
        .forEach(name -> journey.parameter(name, settings.get("lakeroute.journey." + name)));
    journey.add();
  }

  private static Stream<String> customers(String rows) {
    return Pattern.compile("customer_id=(\\d+)")
        .matcher(rows)
        .results()
        .map(found -> found.group(1));
  }

  /** Fails with the third batch, once, behind some of its arms. */
  private static void take(
      Exchange exchange, Map<String, Set<String>> parcels, AtomicBoolean fails) {
    Message message = exchange.getMessage();
    long offset = message.getHeader("CamelDatabricksBatchOffset", Long.class);
    String name =
        List.of("CamelDatabricksFirstRunId", "CamelLakerouteArm", "CamelLakerouteChange").stream()
                .map(header -> message.getHeader(header, String.class))
                .collect(Collectors.joining(" "))
            + " "
            + offset;
    parcels.computeIfAbsent(name, key -> new HashSet<>()).add(message.getBody().toString());
    if (offset == 20 && name.contains("pinterest add") && fails.getAndSet(false)) {
      throw new IllegalStateException("the arm is out of order");
    }
  }

  private static List<String> arm(Map<String, List<JsonNode>> arms, int customer) {
    return arms.entrySet().stream()
        .filter(each -> ids(each.getValue()).contains(customer))
        .map(each -> each.getKey().replace("add-", ""))
        .toList();
  }

  private List<String> memory(String journey, String condition) {
    return workspace
        .statements()
        .run(
            "SELECT customer FROM %s WHERE %s ORDER BY customer"
                .formatted(workspace.name("lakeroute_" + journey), condition))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private void change(String set, String where) {
    workspace
        .statements()
        .run("UPDATE %s SET %s WHERE %s".formatted(workspace.name("customers"), set, where));
  }

  private static List<Integer> ids(List<JsonNode> rows) {
    return rows.stream().map(row -> row.path("customer_id").asInt()).toList();
  }

  private String schema() {
    return workspace.access().catalog() + "." + workspace.access().schema();
  }

  private Map<String, String> remembering(String journey) {
    Map<String, String> settings = settings();
    settings.put("lakeroute.journey.journey", journey);
    settings.put("lakeroute.journey.batchSize", "1000");
    settings.put("databricks.connections.default.writeBack", "true");
    return settings;
  }

  private Map<String, String> settings() {
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
  private static JsonNode run(Application application, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(json(application.get("/runs")))
                    .hasSize(count)
                    .noneMatch(run -> run.path("state").asText().equals("RUNNING")));
    return json(application.get("/runs")).get(0);
  }

  private static void again(Application application, String journey) {
    assertThat(application.post("/flows/default/journey/" + journey + "/run", "").statusCode())
        .isEqualTo(202);
  }

  private Map<String, List<JsonNode>> delivered() throws IOException {
    Map<String, List<JsonNode>> delivered = new TreeMap<>();
    try (var files = Files.list(folder.resolve("out"))) {
      for (Path file : files.toList()) {
        delivered.put(
            file.getFileName().toString().replace(".jsonl", ""),
            Files.readAllLines(file).stream().map(JourneysTest::parsed).toList());
      }
    }
    return delivered;
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parsed(response.body());
  }

  private static JsonNode parsed(String json) {
    try {
      return Rest.JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
