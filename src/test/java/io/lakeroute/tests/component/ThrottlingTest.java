// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.writeBack;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What 429 and 503 do to each kind of call, with a time to come back and without one. */
@ExtendWith(LocalWorkspaceExtension.class)
class ThrottlingTest {
  private static final String LIST = "databricks:query?sql=SELECT 1 AS one";
  private static final String STREAM = LIST + "&outputType=stream";

  /** Polled for from the beginning, as its timeout is shorter than the service waits. */
  private static final String POLLED = STREAM + "&statementTimeout=4s";

  private final LocalWorkspace workspace;

  /** A kind of call, the endpoint that makes it, and who makes it. */
  private enum Kind {
    DISCOVERY("GET /oidc/.well-known/oauth-authorization-server", LIST),
    TOKEN("POST /oidc/v1/token", LIST),
    WAREHOUSE("GET /api/2.0/sql/warehouses/[0-9a-f]+", "databricks:verify"),
    CATALOG("GET /api/2.1/unity-catalog/catalogs", "databricks:catalog"),
    STATEMENT("POST /api/2.0/sql/statements", STREAM),
    POLL("GET /api/2.0/sql/statements/[^/]+", POLLED),
    CHANGE("POST /api/2.0/sql/statements", "databricks:write:%s?writeMode=merge&keys=id"),
    DRIVER_SESSION("POST /api/2.0/sql/warehouses/[0-9a-f]+/sessions", LIST),
    DRIVER_STATEMENT("POST /api/2.0/sql/statements", LIST);

    private final String call;
    private final String uri;

    Kind(String call, String uri) {
      this.call = call;
      this.uri = uri;
    }
  }

  ThrottlingTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace.statements().run("CREATE TABLE %s (id INT)".formatted(workspace.name("merged")));
  }

  /** One call by each client: tokens, REST, statements, changes and the driver. */
  static Stream<Arguments> oneOfEach() {
    return Stream.of(
        Arguments.of(Kind.TOKEN, 503, "2"),
        Arguments.of(Kind.CATALOG, 503, ""),
        Arguments.of(Kind.STATEMENT, 429, ""));
  }

  static Stream<Arguments> combinations() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(429, 503)
                    .flatMap(
                        status ->
                            Stream.of("", "2").map(hint -> Arguments.of(kind, status, hint))));
  }

  @ParameterizedTest(name = "{0} {1} Retry-After {2}")
  @MethodSource("oneOfEach")
  void a_call_that_is_refused_for_now_is_made_again_when_the_service_says(
      Kind kind, int status, String hint) {
    isMadeAgain(kind, status, hint);
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1} Retry-After {2}")
  @MethodSource("combinations")
  void so_is_every_kind_of_call_whatever_refuses_it(Kind kind, int status, String hint) {
    isMadeAgain(kind, status, hint);
  }

  private void isMadeAgain(Kind kind, int status, String hint) {
    try (var component = ComponentContext.start(writeBack(workspace.access()))) {
      workspace.knobs().clearCalls();
      add(kind, status, hint);
      long start = System.nanoTime();

      Exchange answer = send(component, kind);

      assertThat(answer.getException()).isNull();
      assertThat(refused(kind, status)).as("refusals").isEqualTo(1);
      if (!hint.isEmpty()) {
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThanOrEqualTo(Duration.ofSeconds(Long.parseLong(hint)));
      }
    }
  }

  @Test
  void a_service_that_wants_to_be_left_alone_for_ten_minutes_is_and_the_caller_is_told() {
    isLeftAlone(Kind.CATALOG, 429);
    isLeftAlone(Kind.STATEMENT, 503);
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("longHints")
  void so_is_it_whichever_call_it_refuses(Kind kind, int status) {
    isLeftAlone(kind, status);
  }

  private void isLeftAlone(Kind kind, int status) {
    try (var component = ComponentContext.start(writeBack(workspace.access()))) {
      workspace.knobs().clearCalls();
      add(kind, status, "600");
      long start = System.nanoTime();

      Exchange answer = send(component, kind);

      assertThat(answer.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> {
                assertThat(e.getReason())
                    .isEqualTo(status == 429 ? Reason.THROTTLED : Reason.UNAVAILABLE);
                assertThat(e.getRetryAfterSeconds()).isEqualTo(600);
              });
      assertThat(refused(kind, status)).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
    }
  }

  /** The driver keeps such hints to itself and waits, but not longer than a statement may take. */
  @Tag("matrix")
  @Test
  void a_statement_of_the_driver_is_given_up_after_its_timeout() {
    int status = 503;
    try (var component = ComponentContext.start(workspace.access())) {
      component.send(LIST, e -> {});
      workspace.knobs().clearCalls();
      add(Kind.DRIVER_STATEMENT, status, "600");

      Exchange answer = component.send(LIST + "&statementTimeout=1s", e -> {});

      assertThat(answer.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE))
          .hasMessage(
              "Cannot run the statement on connection 'local': it took longer than statementTimeout (1 s) and was"
                  + " cancelled.");
      assertThat(refused(Kind.DRIVER_STATEMENT, status)).isEqualTo(1);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(component.send(LIST, e -> {}).getException()).isNull();
    }
  }

  /** The driver keeps such hints to itself, and the state of a warehouse stops no statement. */
  static Stream<Arguments> longHints() {
    return Stream.of(Kind.values())
        .filter(kind -> !kind.name().startsWith("DRIVER") && kind != Kind.WAREHOUSE)
        .flatMap(kind -> Stream.of(429, 503).map(status -> Arguments.of(kind, status)));
  }

  private void add(Kind kind, int status, String hint) {
    Fault fault = Fault.on(kind.call, status);
    workspace.knobs().add(hint.isEmpty() ? fault : fault.header("Retry-After", hint));
  }

  private Exchange send(ComponentContext component, Kind kind) {
    return component.send(
        kind.uri.formatted(workspace.name("merged")),
        e -> e.getMessage().setBody(kind == Kind.CHANGE ? "{\"id\": 1}" : null));
  }

  private long refused(Kind kind, int status) {
    return workspace.knobs().calls().stream()
        .filter(
            call -> (call.method() + " " + call.path()).replaceFirst("/+$", "").matches(kind.call))
        .filter(call -> call.status() == status)
        .count();
  }
}
