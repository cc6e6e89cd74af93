// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.ProfileStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.segment.WorkspaceModel;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Workspace;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Profiles from the cache beside an empty route, and from the warehouse beside the driver alone.
 */
final class ProfileBench {

  private static final Path FOLDER = Path.of("resources/bench").toAbsolutePath();
  private static final int WARM = 10_000;
  private static final int BATCH = 100;
  private static final int PER_SECOND = 300;
  private static final int PASSES = 9;
  private static final int SMALLEST = 3_000;
  private static final int WARM_CALLS = 100;
  private static final int CALLS = 300;
  private static final Duration PASS = Duration.ofSeconds(20);

  private final Workspace workspace;
  private final Rest history;
  private String last = "";

  ProfileBench(Workspace workspace) {
    this.workspace = workspace;
    this.history = Rest.bearer(OAuth.token(workspace));
  }

  void run() throws Exception {
    cached();
    pushedDown();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(Application.connection(workspace));
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:profiles.camel.yaml,file:"
            + FOLDER.resolve("empty.camel.yaml")
            + ",file:"
            + FOLDER.resolve("one.camel.yaml"));
    settings.put("lakeroute.profiles.models", "file:" + FOLDER.resolve("people.model.yaml"));
    settings.put("lakeroute.profiles.definitions", "file:" + FOLDER.resolve("*.segment.yaml"));
    settings.put("databricks.connections.default.maxConcurrent", "16");
    return settings;
  }

  private void cached() throws Exception {
    Map<String, String> settings = settings();
    settings.put("lakeroute.profiles.cache", "true");
    settings.put("lakeroute.profiles.cacheTtl", "2h");
    try (ApplicationProcess application =
        ApplicationProcess.start("bench-profiles", settings, "-Xmx256m")) {
      warm(application);
      SteadyLoad load = new SteadyLoad();
      Latencies empty = new Latencies();
      Latencies profiles = new Latencies();
      Latencies above = new Latencies();
      for (int pass = 0; pass <= PASSES; pass++) {
        Latencies emptyPass = new Latencies();
        Latencies profilesPass = new Latencies();
        load.send(PER_SECOND, PASS, i -> application.request("/bench/empty"), emptyPass);
        load.send(
            PER_SECOND,
            PASS,
            i -> application.request("/profiles/" + i * 4_999L % WARM),
            profilesPass);
        if (pass > 0) {
          empty.addAll(emptyPass);
          profiles.addAll(profilesPass);
          above.add(profilesPass.p99() - emptyPass.p99());
        }
      }
      System.out.printf(
          Locale.ROOT,
          """

          Profiles from the cache, %,d warm, %d requests/s for %d s in turns with an empty route, the application at -Xmx256m. Milliseconds from the moment a request was due.

          | route | median | p99 | p99 above the empty route's | of %d passes, median (least to most) |
          |---|---|---|---|---|
          | empty | %.2f | %.2f | | |
          | profile | %.2f | %.2f | %+.2f | %+.2f (%+.2f to %+.2f) |
          """,
          WARM,
          PER_SECOND,
          PASSES * PASS.toSeconds(),
          PASSES,
          empty.median(),
          empty.p99(),
          profiles.median(),
          profiles.p99(),
          profiles.p99() - empty.p99(),
          above.median(),
          above.least(),
          above.most());
    }
  }

  private static void warm(ApplicationProcess application) {
    for (int first = 0; first < WARM; first += BATCH) {
      List<Integer> ids = IntStream.range(first, first + BATCH).boxed().toList();
      assertThat(application.post("/profiles/batch", Map.of("ids", ids)).status()).isEqualTo(200);
    }
  }

  private void pushedDown() throws Exception {
    WorkspaceModel model =
        WorkspaceModel.of(workspace, Files.readString(FOLDER.resolve("people.model.yaml")));
    List<BoundSegment> segments =
        List.of(
            model.bind(
                WorkspaceModel.segment(Files.readString(FOLDER.resolve("grown.segment.yaml")))));
    ProfileStatements statements = new ProfileStatements(model.bound(), segments);
    try (Application application = Application.start(settings());
        RawClients raw = new RawClients(workspace, 1)) {
      Client driver =
          new Client(call -> assertThat(raw.query(statement(statements, call))).isEqualTo(1));
      Client ours = new Client(call -> ok(application.get("/profiles/" + key(call))));
      for (int call = 0; call < SMALLEST; call++) {
        assertThat(raw.query("SELECT 1 AS one")).isEqualTo(1);
        ok(application.get("/bench/one"));
      }
      Latencies added = new Latencies();
      for (int call = 0; call < WARM_CALLS + CALLS; call++) {
        Client first = call % 2 == 0 ? driver : ours;
        Client second = first == driver ? ours : driver;
        double ofFirst = first.measure(2 * call, call >= WARM_CALLS);
        double ofSecond = second.measure(2 * call + 1, call >= WARM_CALLS);
        if (call >= WARM_CALLS) {
          added.add(first == ours ? ofFirst - ofSecond : ofSecond - ofFirst);
        }
      }
      System.out.printf(
          Locale.ROOT,
          """

          Profiles from the warehouse, one caller, %d calls in turns, after %,d of SELECT 1 that warm both up. Milliseconds, median (p99); ratios of both; what we add at the median.

          | statement | clients | driver alone | REST + Camel | median ratio | p99 ratio | added |
          |---|---|---|---|---|---|---|
          %s

          The same calls less what the warehouse's history says of their statements, in whole milliseconds: medians, and that of the differences turn by turn with the interval that holds the true one in 95 of 100 runs.

          | driver alone | REST + Camel | added | from | to |
          |---|---|---|---|---|
          | %.1f | %.1f | %+.1f | %+.1f | %+.1f |
          """,
          CALLS,
          SMALLEST,
          Latencies.compared("profile", 1, driver.all, ours.all),
          driver.outside.median(),
          ours.outside.median(),
          added.median(),
          added.medianAtLeast(),
          added.medianAtMost());
    }
  }

  /**
   * Whoever asks for profiles, and how long that took: all of it, and what was spent outside of the
   * warehouse.
   */
  private final class Client {
    private final Latencies all = new Latencies();
    private final Latencies outside = new Latencies();
    private final IntConsumer ask;

    Client(IntConsumer ask) {
      this.ask = ask;
    }

    /** Gives what was spent outside of the warehouse. */
    double measure(int call, boolean counts) {
      double millis = Latencies.timed(() -> ask.accept(call));
      double left = millis - lastStatement();
      assertThat(left).isPositive();
      if (counts) {
        all.add(millis);
        outside.add(left);
      }
      return left;
    }
  }

  /** How long the warehouse worked on the statement before; nobody else sends any. */
  private double lastStatement() {
    JsonNode query =
        history
            .get(workspace.url("/api/2.0/sql/history/queries?max_results=1"))
            .json()
            .at("/res/0");
    assertThat(query.path("query_text").asText()).contains("people");
    assertThat(query.path("query_id").asText()).isNotEqualTo(last);
    assertThat(query.path("duration").isNumber()).isTrue();
    last = query.path("query_id").asText();
    return query.path("duration").asDouble();
  }

  private static Statement statement(ProfileStatements statements, int call) {
    return statements.of(List.of(key(call)), new Pin(Instant.now(), Map.of()));
  }

  private static long key(int call) {
    return call * 4_999L % WARM;
  }

  private static void ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  /** The tables of the model. */
  static List<String> tables() {
    return List.of(
        """
        CREATE OR REPLACE TABLE main.bench.people AS
        SELECT id AS person, concat('p', id, '@example.com') AS email, CAST(id % 90 AS INT) AS age,
          IF(id % 5 = 0, 'gold', NULL) AS tier FROM range(10000)
        """,
        """
        CREATE OR REPLACE TABLE main.bench.orders AS
        SELECT id % 10000 AS person, CAST(id % 1000 AS DECIMAL(18, 2)) AS amount,
          TIMESTAMP'2026-01-01 00:00:00Z' + make_dt_interval(0, 0, 0, CAST(id AS DECIMAL(18, 6))) AS at
        FROM range(50000)
        """);
  }
}
