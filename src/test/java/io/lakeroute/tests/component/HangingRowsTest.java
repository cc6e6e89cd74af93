// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Clusters;
import io.lakeroute.tests.workspace.HangingRelay;
import io.lakeroute.tests.workspace.HangingRelay.Way;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that stop coming, and readers that stop reading, hold nothing for good. */
@ExtendWith(LocalWorkspaceExtension.class)
class HangingRowsTest {
  private static final Duration LONGEST = Duration.ofSeconds(7);
  private static final String ONE = "databricks:query?sql=SELECT 1 AS one&queueTimeout=";

  /** Come in several parts. */
  private static final String ROWS = "SELECT id FROM range(0, 300000, 1, 6)";

  /** Come in several replies. */
  private static final String WIDE_ROWS =
      "SELECT id, repeat('x', 200) AS text FROM range(0, 200000, 1, 6)";

  private final LocalWorkspace workspace;

  /** Where the rows come from. */
  private enum Origin {
    STORAGE("", ROWS, "GET /results/"),
    LINKS("", ROWS, "GET /api/2.0/sql/statements/[^/]+/result/chunks"),
    THRIFT(Clusters.HTTP_PATH, WIDE_ROWS, "POST " + Clusters.HTTP_PATH);

    private final String httpPath;
    private final String sql;
    private final String call;

    Origin(String httpPath, String sql, String call) {
      this.httpPath = httpPath;
      this.sql = sql;
      this.call = call;
    }
  }

  HangingRowsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeEach
  void smallParts() {
    workspace.knobs().set("chunkBytes", 1);
  }

  static Stream<Arguments> all() {
    return Stream.of(Origin.values())
        .flatMap(origin -> Stream.of(Way.values()).map(way -> Arguments.of(origin, way)));
  }

  @Tag("matrix")
  @Test
  void rows_that_stop_coming_end_the_reading_in_time() throws Exception {
    endsInTime(Origin.THRIFT, Way.SILENT);
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void so_they_do_wherever_they_come_from_and_however_they_stop(Origin origin, Way way)
      throws Exception {
    endsInTime(origin, way);
  }

  private void endsInTime(Origin origin, Way way) throws Exception {
    try (HangingRelay relay = HangingRelay.start(workspace.access().host().getPort());
        var component = start(origin, relay.port())) {
      assertThat(component.send(ONE + "30s", e -> {}).getException()).isNull();
      AtomicLong hung = new AtomicLong();

      Exchange answer =
          component.route(
              "&outputType=batches&statementTimeout=2s",
              origin.sql,
              Map.of(),
              body -> {
                hung.set(System.nanoTime());
                relay.hang(way, origin.call);
                ((Iterator<?>) body).forEachRemaining(batch -> {});
                return true;
              });

      Duration took = Duration.ofNanos(System.nanoTime() - hung.get());
      assertThat(relay.hangs()).as("it was asked to hang").isTrue();
      assertThat(took).isLessThan(LONGEST);
      assertThat(answer.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE));
      relay.heal();
      assertThat(component.send(ONE + "1ms", e -> {}).getException()).isNull();
    }
  }

  @Test
  void a_reader_that_hangs_holds_no_place_where_rows_lie_in_storage() {
    try (var component = start(Origin.STORAGE, workspace.access().host().getPort())) {
      Exchange answer =
          component.route(
              "&outputType=batches",
              ROWS,
              Map.of(),
              body -> {
                ((Iterator<?>) body).next();
                return component.send(ONE + "1ms", e -> {}).getException();
              });

      assertThat(answer.getException()).isNull();
      assertThat(answer.getProperty("read")).isNull();
    }
  }

  @Test
  void a_reader_that_hangs_loses_its_place_and_its_rows_after_stream_timeout() {
    try (var component = start(Origin.THRIFT, workspace.access().host().getPort())) {
      Exchange answer =
          component.route(
              "&outputType=batches&streamTimeout=1s",
              WIDE_ROWS,
              Map.of(),
              body -> {
                Iterator<?> batches = (Iterator<?>) body;
                batches.next();
                Exchange other = component.send(ONE + "10s", e -> {});
                assertThat(other.getException()).isNull();
                batches.forEachRemaining(batch -> {});
                return true;
              });

      assertThat(answer.getException())
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "The result on connection 'local' was given up: it was not read within streamTimeout"
                  + " (1 s). Read it faster, or raise streamTimeout.");
    }
  }

  private ComponentContext start(Origin origin, int port) {
    Map<String, String> keys =
        with(
            with(servicePrincipal(workspace.access()), "host", "http://127.0.0.1:" + port),
            "maxConcurrent",
            "1");
    return ComponentContext.start(
        origin.httpPath.isEmpty() ? keys : with(keys, "httpPath", origin.httpPath));
  }
}
