// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.processors.camel.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests the application works on at once, and what becomes of those left alone. */
class HttpRequestsTest {

  private static final int MOST = 3;
  private static final String PATH = "/profiles/42/interactions";
  private static final StandInDatabricks DATABRICKS = new StandInDatabricks();
  @TempDir private static Path folder;

  private static RestApplication application;
  private final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
  private final Semaphore answers = new Semaphore(0);

  @BeforeAll
  static void start() throws Exception {
    DATABRICKS.table(
        "main.shop.purchases",
        "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");
    application =
        new RestApplication(
            DATABRICKS, folder, Map.of("lakeroute.rest.maxRequests", String.valueOf(MOST)));
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @AfterEach
  void awaitEnd() {
    answers.release(1_000);
    assertThat(CompletableFuture.runAsync(HttpRequestsTest::untilAllEnded))
        .succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void refuses_at_once_what_is_above_its_limit_and_works_on_afterwards() throws Exception {
    holdAnswers();
    List<CompletableFuture<HttpResponse<String>>> inside =
        List.of(application.begin(PATH), application.begin(PATH), application.begin(PATH));
    for (int i = 0; i < MOST; i++) {
      assertThat(callers.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    HttpResponse<String> refused =
        application.send(application.request(PATH).header("X-Request-Id", "one-too-many"));

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Too many requests\",\"status\":503,"
                + "\"detail\":\"This node works on as many requests as it can; try again after"
                + " Retry-After seconds\",\"reason\":\"THROTTLED\",\"requestId\":\"one-too-many\"}");
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    assertThat(application.send(application.managementRequest("/observe/health")).statusCode())
        .isEqualTo(200);
    answers.release(MOST);
    assertThat(inside)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .returns(200, HttpResponse::statusCode));
    answers.release();
    assertThat(application.get(PATH).statusCode()).isEqualTo(200);
  }

  @Test
  void knows_since_when_a_caller_waits_and_that_it_has_left() throws Exception {
    holdAnswers();
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (Socket socket = ask()) {
      Caller caller = callers.poll(10, TimeUnit.SECONDS);
      assertThat(caller.gone()).isFalse();
      assertThat(caller.waited()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
      caller.whenGone(() -> left.complete(null));
      assertThat(left).isNotDone();
    }

    assertThat(left).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void a_caller_that_reads_its_answer_never_left() throws Exception {
    holdAnswers();
    answers.release();

    assertThat(application.get(PATH).statusCode()).isEqualTo(200);

    Caller caller = callers.poll(10, TimeUnit.SECONDS);
    assertThat(caller.served()).isTrue();
    assertThat(caller.gone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0", "10001"})
  void a_limit_that_is_none_is_refused_at_start(int requests) {
    Throwable refused =
        catchThrowable(
            () ->
                new RestApplication(
                    DATABRICKS,
                    folder,
                    Map.of("lakeroute.rest.maxRequests", String.valueOf(requests))));

    assertThat(FailureReason.of(refused))
        .isEqualTo("lakeroute.rest.maxRequests is " + requests + "; allowed: 1 to 10000");
  }

  /** Each statement waits to be let go, and its caller is handed over. */
  private void holdAnswers() {
    DATABRICKS.answer(
        statement -> {
          callers.add(statement.caller());
          answers.acquireUninterruptibly();
          return List.of();
        });
  }

  private static void untilAllEnded() {
    while (application.open() > 0) {
      Thread.onSpinWait();
    }
  }

  private static Socket ask() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), application.port());
    socket
        .getOutputStream()
        .write(
            ("GET "
                    + PATH
                    + " HTTP/1.1\r\nHost: here\r\nX-API-Key: "
                    + RestApplication.KEY
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
