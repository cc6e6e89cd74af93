// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Kamelet under other people's routes, without HTTP. */
class InteractionsKameletTest {

  private final KameletRun run = new KameletRun();

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void answers_a_route_that_somebody_else_wrote() throws Exception {
    run.databricks().answer(statement -> List.of(purchase("b", 1)));
    run.start(
        """
        - from:
            uri: direct:mine
            steps:
              - setHeader:
                  name: id
                  simple: "${body}"
              - to:
                  uri: kamelet:databricks-interactions-action
                  parameters:
                    mappings: classpath:mappings/one/*.yaml
                    connection: shop
              - to: seda:theirs?waitForTaskToComplete=Never
        """);

    Object answer;
    try (ProducerTemplate template = run.camel().createProducerTemplate()) {
      answer = template.requestBody("direct:mine", "42");
    }
    String sent;
    try (var consumer = run.camel().createConsumerTemplate()) {
      sent = consumer.receiveBody("seda:theirs", 5000, String.class);
    }

    assertThat(new String((byte[]) answer, StandardCharsets.UTF_8))
        .isEqualTo(sent)
        .isEqualTo(
            "{\"profile\":\"42\",\"interactions\":[{\"type\":\"purchase\",\"timestamp\":"
                + "\"2025-01-01T00:00:01Z\",\"source\":\"store\",\"attributes\":{\"value\":9.50}}]}");
    assertThat(run.databricks().statements()).hasSize(1);
    assertThat(run.databricks().statements().get(0).connection()).isEqualTo("shop");
    assertThat(run.databricks().statements().get(0).parameters())
        .containsExactly(Map.entry("c0", 42L));
  }

  @Test
  void takes_the_connection_of_the_tenant_in_the_header() throws Exception {
    run.databricks().answer(statement -> List.of(purchase("b", 1)));
    run.start(
        KameletRun.route(
            "mappings: classpath:mappings/one/*.yaml", "tenants: acme,globex=connection-b"));

    run.ask(Map.of("id", "42", "CamelDatabricksTenant", "globex"));
    run.ask(Map.of("id", "42", "CamelDatabricksTenant", "acme"));

    assertThat(run.databricks().statements())
        .extracting(StandInDatabricks.Statement::connection)
        .containsExactly("connection-b", "acme");
    for (Map<String, Object> headers :
        List.<Map<String, Object>>of(
            Map.of("id", "42"), Map.of("id", "42", "CamelDatabricksTenant", "connection-b"))) {
      assertThatThrownBy(() -> run.ask(headers))
          .cause()
          .isInstanceOf(RequestException.class)
          .hasMessage("the header CamelDatabricksTenant must name a tenant that this flow serves");
    }
  }

  @Test
  void merges_several_sources_of_several_connections() throws Exception {
    run.databricks()
        .answer(
            statement ->
                statement.connection().equals("webshop")
                    ? List.of(visit("/b", 2), visit("/a", 0))
                    : List.of(purchase("b", 1)));
    run.start(KameletRun.route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    assertThat(run.ask(Map.of("id", "42")))
        .containsSubsequence("/b", "\"purchase\"", "/a")
        .doesNotContain("\"next\"");
    assertThat(run.databricks().statements())
        .extracting(StandInDatabricks.Statement::connection)
        .containsExactlyInAnyOrder("shop", "webshop");
  }

  @Test
  void runs_the_statements_of_many_requests_at_the_same_time() throws Exception {
    int requests = 16;
    CountDownLatch all = new CountDownLatch(2 * requests);
    run.databricks()
        .answer(
            statement -> {
              all.countDown();
              awaitUninterruptibly(all);
              return List.of();
            });
    run.start(KameletRun.route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));
    ExecutorService callers = Executors.newFixedThreadPool(requests);

    try (ProducerTemplate template = run.camel().createProducerTemplate()) {
      for (Future<?> answer :
          IntStream.range(0, requests)
              .mapToObj(
                  i ->
                      callers.submit(
                          () -> template.requestBodyAndHeader("direct:mine", null, "id", "42")))
              .toList()) {
        answer.get(30, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }

    assertThat(all.getCount()).isZero();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).as("all statements run at once").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void asks_nothing_of_databricks_when_no_row_can_match() throws Exception {
    run.start(KameletRun.route("mappings: classpath:mappings/one/*.yaml", "connection: shop"));

    assertThat(run.ask(Map.of("id", "not-a-number")))
        .isEqualTo("{\"profile\":\"not-a-number\",\"interactions\":[]}");
    assertThat(run.databricks().statements()).isEmpty();
  }

  @Test
  void lets_the_caller_see_the_failure_itself() throws Exception {
    run.databricks()
        .answer(
            statement -> {
              throw new IllegalStateException("warehouse " + statement.connection());
            });
    run.start(KameletRun.route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    assertThatThrownBy(() -> run.ask(Map.of("id", "42", "type", "visit")))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("warehouse webshop");
    assertThatThrownBy(() -> run.ask(Map.of("id", "42")))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run.ask(Map.of("id", "42", "limit", 0)))
        .cause()
        .isInstanceOf(RequestException.class)
        .hasMessage("'limit' is '0'; allowed: 1 to 1000");
  }

  @Test
  void leaves_a_failure_of_several_statements_to_the_calling_route_once() throws Exception {
    run.databricks()
        .answer(
            statement -> {
              throw new IllegalStateException("warehouse " + statement.connection());
            });
    run.start(
        """
        - routeConfiguration:
            onException:
              - onException:
                  exception:
                    - java.lang.IllegalStateException
                  handled:
                    constant: "true"
                  steps:
                    - to: seda:failures?waitForTaskToComplete=Never
                    - setBody:
                        simple: "failed, ${exception.message}"
        """
            + KameletRun.route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    try (ProducerTemplate template = run.camel().createProducerTemplate();
        ConsumerTemplate failures = run.camel().createConsumerTemplate()) {
      assertThat(template.requestBodyAndHeader("direct:mine", null, "id", "42"))
          .isEqualTo("failed, warehouse shop");
      assertThat(failures.receive("seda:failures", 5000)).isNotNull();
      assertThat(failures.receiveNoWait("seda:failures")).isNull();
    }
  }

  private static Map<String, Object> purchase(String basket, int second) {
    return Map.of(
        "amount", new BigDecimal("9.50"), "bought_at", at(second), "basket", basket, "line", 1L);
  }

  private static Map<String, Object> visit(String page, int second) {
    return Map.of("seen", at(second), "page", page);
  }

  private static Instant at(int second) {
    return Instant.parse("2025-01-01T00:00:00Z").plusSeconds(second);
  }
}
