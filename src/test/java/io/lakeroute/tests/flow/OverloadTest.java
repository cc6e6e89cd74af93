// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.Crowd;
import io.lakeroute.tests.application.Crowd.Answer;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.SlowWarehouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * More callers than a warehouse can serve, and callers that leave: one place, half a second each.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadTest {
  private static final Duration EACH = Duration.ofMillis(500);
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LONG_WAIT = "/streams/patient";
  private static final String LOOKUP = "/profiles/p2/interactions?type=purchase";

  @TempDir private static Path mappings;
  private final LocalWorkspace workspace;
  private SlowWarehouse slow;
  private Application application;

  OverloadTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    Shop.fill(workspace);
    Shop.writeMappings(workspace, mappings);
    slow = new SlowWarehouse(workspace.access(), EACH);
    Map<String, String> settings = Application.interactions(slow.inFront(), mappings);
    settings.put("databricks.connections.default.maxConcurrent", "1");
    settings.put("databricks.connections.default.maxWaiting", "3");
    settings.put("lakeroute.interactions.queueTimeout", QUEUE_TIMEOUT.toMillis() + "ms");
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:interactions.camel.yaml,classpath:overload/streams.camel.yaml");
    application = Application.start(settings);
    assertThat(application.get(LOOKUP).statusCode()).isEqualTo(200);
  }

  @AfterAll
  void stop() {
    application.close();
    slow.close();
  }

  @Test
  void forty_callers_are_answered_in_time_or_refused_at_once() throws Exception {
    Crowd crowd = new Crowd(application.request(LOOKUP));
    List<Answer> answers = crowd.ask(40, Duration.ofSeconds(3));

    assertThat(answers).extracting(Answer::status).contains(200, 503).containsOnly(200, 503);
    assertThat(answers.get(answers.size() - 1).took())
        .as("the slowest; all forty take twenty seconds, one after the other")
        .isLessThan(QUEUE_TIMEOUT.plusSeconds(5));
    Answer refused = answers.get(0);
    assertThat(refused.took()).as("the fastest").isLessThan(EACH);
    assertThat(refused.mediaType()).isEqualTo("application/problem+json");
    assertThat(refused.retryAfter()).contains("5");
    assertThat(Rest.JSON.readTree(refused.body()).path("detail").asText())
        .isEqualTo("All places for statements are taken; try again after Retry-After seconds");
    assertThat(crowd.one().join().status()).as("the next one").isEqualTo(200);
  }

  @Test
  void no_statement_is_sent_for_a_caller_that_hung_up_in_the_line() throws Exception {
    awaitOpen(0);
    int before = slow.arrived();
    CompletableFuture<Answer> served;
    try (AutoCloseable held = slow.hold()) {
      served = new Crowd(application.request(LONG_WAIT)).one();
      Awaitility.await().atMost(PATIENCE).until(() -> slow.arrived() > before);
      try (Socket first = ask(LONG_WAIT);
          Socket second = ask(LONG_WAIT)) {
        awaitOpen(3);
      }
      awaitOpen(1);
    }

    assertThat(served.join().status()).isEqualTo(200);
    awaitOpen(0);
    assertThat(slow.arrived() - before).isEqualTo(1);
  }

  @Test
  void a_reader_of_a_stream_that_hangs_up_ends_the_exchange_and_frees_the_place() throws Exception {
    try (Socket reader = ask("/streams/numbers")) {
      assertThat(reader.getInputStream().readNBytes(12))
          .isEqualTo("HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII));
      awaitOpen(1);
    }

    awaitOpen(0);
    assertThat(application.get(LOOKUP).statusCode()).isEqualTo(200);
  }

  @Test
  void a_statement_is_cancelled_whose_caller_hangs_up() throws Exception {
    workspace.knobs().clearCalls();
    try (Socket caller = ask("/streams/long-statement")) {
      int before = slow.arrived();
      Awaitility.await().atMost(PATIENCE).until(() -> slow.arrived() > before);
    }

    awaitOpen(0);
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements/.*/cancel")).isPositive();
  }

  /** The requests and streams that have not ended. */
  private void awaitOpen(int exchanges) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(application.camelContext().getInflightRepository().size())
                    .isEqualTo(exchanges));
  }

  /** Asks without reading the answer. */
  private Socket ask(String path) throws IOException {
    var request = application.request(path).build();
    URI uri = request.uri();
    StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: here\r\n");
    request
        .headers()
        .map()
        .forEach((name, values) -> text.append(name + ": " + values.get(0) + "\r\n"));
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
