// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.with;
import static io.lakeroute.tests.component.ComponentContext.writeBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.HangingRelay;
import io.lakeroute.tests.workspace.HangingRelay.Way;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call to a workspace that hangs ends in time, and leaves neither a thread nor a place. */
@ExtendWith(LocalWorkspaceExtension.class)
class HangTest {
  private static final int TIMEOUT_SECONDS = 1;
  static final String OPTIONS = "&statementTimeout=" + TIMEOUT_SECONDS + "s";
  private static final String SELECT = "databricks:query?sql=SELECT id FROM range(10)" + OPTIONS;
  private static final Duration LONGEST = Duration.ofSeconds(TIMEOUT_SECONDS + 5);
  private static final Duration THREADS_END = Duration.ofSeconds(35);

  private final LocalWorkspace workspace;

  /** A call, and the endpoint that makes it. */
  private enum Kind {
    DISCOVERY("GET /oidc/.well-known/oauth-authorization-server", SELECT, false),
    TOKEN("POST /oidc/v1/token", SELECT, false),
    WAREHOUSE("GET /api/2.0/sql/warehouses/", SELECT, false),
    SESSION("POST /api/2.0/sql/warehouses/[0-9a-f]+/sessions", SELECT, false),
    TAG("POST /api/2.0/sql/statements", SELECT, true),
    STATEMENT("POST /api/2.0/sql/statements", SELECT, true),
    CLOSING("DELETE /api/2.0/sql/statements", SELECT, true),
    STREAM("POST /api/2.0/sql/statements", SELECT + "&outputType=stream", true),
    POLL("GET /api/2.0/sql/statements/[0-9a-f-]+ ", SELECT + "&outputType=stream", true),
    LINK("GET /results/", SELECT + "&outputType=stream", true),
    DRIVER_LINK(
        "GET /results/",
        "databricks:query?sql=SELECT id, repeat(uuid(), 200) AS t FROM range(1000)" + OPTIONS,
        true),
    GIVEN_UP("DELETE /api/2.0/sql/statements", SELECT + "&outputType=stream", true),
    CHANGE("POST /api/2.0/sql/statements", "databricks:execute?sql=DELETE FROM %s" + OPTIONS, true),
    WRITE(
        "POST /api/2.0/sql/statements",
        "databricks:write:%s?writeMode=merge&keys=id" + OPTIONS,
        true),
    CATALOG(
        "GET /api/2.1/unity-catalog/catalogs",
        "databricks:catalog?outputType=list" + OPTIONS,
        true);

    private final String call;
    private final String uri;
    private final boolean warm;

    /**
     * @param warm whether the connection has been used before
     */
    Kind(String call, String uri, boolean warm) {
      this.call = call;
      this.uri = uri;
      this.warm = warm;
    }

    /** The caller has its answer by the time this call is made. */
    boolean afterTheAnswer() {
      return this == CLOSING || this == GIVEN_UP;
    }
  }

  HangTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace.statements().run("CREATE TABLE %s (id INT)".formatted(workspace.name("hung")));
  }

  static Stream<Arguments> someOfEach() {
    return Stream.of(
        Arguments.of(Kind.STATEMENT, Way.DRIPPING),
        Arguments.of(Kind.STREAM, Way.DRIPPING),
        Arguments.of(Kind.CHANGE, Way.SILENT));
  }

  static Stream<Arguments> all() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Way.values()).map(way -> Arguments.of(kind, way)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("someOfEach")
  void a_call_that_hangs_ends_in_time_and_leaves_nothing(Kind kind, Way way) throws Exception {
    endsInTime(kind, way);
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void so_does_every_kind_of_call_however_it_hangs(Kind kind, Way way) throws Exception {
    endsInTime(kind, way);
  }

  private void endsInTime(Kind kind, Way way) throws Exception {
    Set<Thread> before = threads();
    try (HangingRelay relay = HangingRelay.start(workspace.access().host().getPort())) {
      Map<String, String> keys =
          with(writeBack(workspace.access()), "host", "http://127.0.0.1:" + relay.port());
      try (var component = ComponentContext.start(with(keys, "maxConcurrent", "1"))) {
        if (kind.warm) {
          assertThat(send(component, Kind.STATEMENT, false).getException()).isNull();
          if (kind != Kind.CHANGE && kind != Kind.WRITE) {
            assertThat(send(component, kind, false).getException()).isNull();
          }
        }
        relay.hang(way, kind.call);
        long start = System.nanoTime();

        Exchange answer = send(component, kind, true);

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(relay.hangs()).as("it was asked to hang").isTrue();
        assertThat(took).isLessThan(LONGEST);
        if (kind.afterTheAnswer()) {
          assertThat(answer.getException()).isNull();
        } else {
          assertThat(answer.getException())
              .isInstanceOfSatisfying(
                  DatabricksException.class,
                  e ->
                      assertThat(e.getReason())
                          .isEqualTo(
                              kind == Kind.CHANGE ? Reason.OUTCOME_UNKNOWN : Reason.UNAVAILABLE));
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        relay.heal();
        // The only place is free, and the hang is not remembered.
        assertThat(send(component, Kind.STATEMENT, false).getException()).isNull();
      }
    }
    await().atMost(THREADS_END).untilAsserted(() -> assertThat(names(threads(), before)).isEmpty());
  }

  /** With a patience that is enough for a workspace that does not hang. */
  private Exchange send(ComponentContext component, Kind kind, boolean hung) {
    String uri = kind.uri.formatted(workspace.name("hung"));
    return component.send(
        hung ? uri : uri.replace(OPTIONS, ""),
        e -> {
          e.getMessage().setBody(kind == Kind.WRITE ? "{\"id\": 1}" : null);
          if (kind == Kind.TAG) {
            e.getMessage().setHeader(DatabricksConstants.RUN_ID, "run-" + hung);
          }
        });
  }

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  private static List<String> names(Set<Thread> now, Set<Thread> before) {
    return now.stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> !name.matches("proxy|.*(Cleaner|ForkJoinPool|Awaitility|awaitility).*"))
        .collect(Collectors.toList());
  }
}
