package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Kamelet under other people's routes, without HTTP. */
class InteractionsKameletTest {

  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private final StandInDatabricks databricks = new StandInDatabricks();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void prepare() {
    databricks.table(
        "main.shop.purchases",
        "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");
    databricks.table("main.web.visits", "visitor STRING\nseen TIMESTAMP\npage STRING");
    camel.addComponent("databricks", databricks);
    Properties properties = new Properties();
    properties.put("lakeroute.interactions.cursor.secretKey", KEY);
    camel.getPropertiesComponent().setInitialProperties(properties);
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void answers_a_route_that_somebody_else_wrote() throws Exception {
    databricks.answer(statement -> List.of(purchase("b", 1)));
    start(
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
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      answer = template.requestBody("direct:mine", "42");
    }
    String sent;
    try (var consumer = camel.createConsumerTemplate()) {
      sent = consumer.receiveBody("seda:theirs", 5000, String.class);
    }

    assertThat(new String((byte[]) answer, StandardCharsets.UTF_8))
        .isEqualTo(sent)
        .isEqualTo(
            "{\"profile\":\"42\",\"interactions\":[{\"type\":\"purchase\",\"timestamp\":"
                + "\"2025-01-01T00:00:01Z\",\"source\":\"store\",\"attributes\":{\"value\":9.50}}]}");
    assertThat(databricks.statements()).hasSize(1);
    assertThat(databricks.statements().get(0).connection()).isEqualTo("shop");
    assertThat(databricks.statements().get(0).parameters()).containsExactly(Map.entry("c0", 42L));
  }

  @Test
  void merges_several_sources_of_several_connections() throws Exception {
    databricks.answer(
        statement ->
            statement.connection().equals("webshop")
                ? List.of(visit("/b", 2), visit("/a", 0))
                : List.of(purchase("b", 1)));
    start(route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    assertThat(ask(Map.of("id", "42")))
        .containsSubsequence("/b", "\"purchase\"", "/a")
        .doesNotContain("\"next\"");
    assertThat(databricks.statements())
        .extracting(StandInDatabricks.Statement::connection)
        .containsExactlyInAnyOrder("shop", "webshop");
  }

  @Test
  void runs_the_statements_of_many_requests_at_the_same_time() throws Exception {
    int requests = 16;
    CountDownLatch all = new CountDownLatch(2 * requests);
    databricks.answer(
        statement -> {
          all.countDown();
          awaitUninterruptibly(all);
          return List.of();
        });
    start(route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));
    ExecutorService callers = Executors.newFixedThreadPool(requests);

    try (ProducerTemplate template = camel.createProducerTemplate()) {
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
    start(route("mappings: classpath:mappings/one/*.yaml", "connection: shop"));

    assertThat(ask(Map.of("id", "not-a-number")))
        .isEqualTo("{\"profile\":\"not-a-number\",\"interactions\":[]}");
    assertThat(databricks.statements()).isEmpty();
  }

  @Test
  void lets_the_caller_see_the_failure_itself() throws Exception {
    databricks.answer(
        statement -> {
          throw new IllegalStateException("warehouse " + statement.connection());
        });
    start(route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    assertThatThrownBy(() -> ask(Map.of("id", "42", "type", "visit")))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("warehouse webshop");
    assertThatThrownBy(() -> ask(Map.of("id", "42")))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ask(Map.of("id", "42", "limit", 0)))
        .cause()
        .isInstanceOf(RequestException.class)
        .hasMessage("'limit' is '0'; allowed: 1 to 1000");
  }

  @Test
  void leaves_a_failure_of_several_statements_to_the_calling_route_once() throws Exception {
    databricks.answer(
        statement -> {
          throw new IllegalStateException("warehouse " + statement.connection());
        });
    start(
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
            + route("mappings: classpath:mappings/two/*.yaml", "connection: shop"));

    try (ProducerTemplate template = camel.createProducerTemplate();
        ConsumerTemplate failures = camel.createConsumerTemplate()) {
      assertThat(template.requestBodyAndHeader("direct:mine", null, "id", "42"))
          .isEqualTo("failed, warehouse shop");
      assertThat(failures.receive("seda:failures", 5000)).isNotNull();
      assertThat(failures.receiveNoWait("seda:failures")).isNull();
    }
  }

  @Test
  void does_not_start_when_a_mapped_column_does_not_exist() {
    databricks.table("main.web.visits", "visitor STRING\nseen TIMESTAMP");

    assertThatThrownBy(() -> start(route("mappings: classpath:mappings/two/*.yaml")))
        .rootCause()
        .hasMessageEndingWith(
            "web.interactions.yaml: field 'key' names column 'page', which main.web.visits does not"
                + " have (columns: visitor, seen)");
  }

  @Test
  void does_not_start_on_a_connection_with_a_personal_access_token() {
    assertThatThrownBy(
            () -> start(route("mappings: classpath:mappings/one/*.yaml", "connection: personal")))
        .hasStackTraceContaining("Connection personal uses a personal access token");
  }

  @Test
  void does_not_start_without_a_cursor_key_or_mapping_files() {
    assertThatThrownBy(
            () ->
                start(
                    route("mappings: classpath:mappings/one/*.yaml", "cursorKeyProperty: no.key")))
        .rootCause()
        .hasMessage(
            "Property no.key is not set: it holds the key that encrypts paging cursors, the same on"
                + " all nodes; make one with: openssl rand -base64 32");
  }

  @Test
  void says_where_it_looked_for_mapping_files() {
    assertThatThrownBy(() -> start(route("mappings: file:no/such/*.yaml")))
        .rootCause()
        .hasMessage(
            "No interaction mapping file matches 'file:no/such/*.yaml'; use file:<folder>/*.yaml or"
                + " classpath:<folder>/*.yaml");
  }

  private static String route(String... parameters) {
    return """
    - from:
        uri: direct:mine
        steps:
          - to:
              uri: kamelet:databricks-interactions-action
              parameters:
                %s
    """
        .formatted(String.join("\n            ", parameters));
  }

  private void start(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", yaml));
    camel.start();
  }

  private String ask(Map<String, Object> headers) {
    ProducerTemplate template = camel.createProducerTemplate();
    return new String(
        (byte[]) template.requestBodyAndHeaders("direct:mine", null, headers),
        StandardCharsets.UTF_8);
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
