// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: a message that is delivered again ends its run as the first delivery could. */
@Tag("matrix")
class CopyRedeliveryTest extends CopyFixture {

  private static final Processor NOTHING = exchange -> {};

  CopyRedeliveryTest(LocalWorkspace workspace) {
    super(workspace, Exports.bucket(workspace, "redelivered"));
  }

  @Test
  void a_bad_row_is_named_though_its_message_is_delivered_again() {
    String table = workspace.name("bad_row");
    String route = exports.redelivering(table, NOTHING, () -> {});
    exports.send(route, Written.message("bad", 0, false), Written.rows(0, 1));

    Exchange bad =
        exports.send(route, Written.message("bad", 1, true), List.of(Map.of("id", "no number")));

    assertThat(reason(bad)).isEqualTo(Reason.INVALID);
    assertThat(bad.getException())
        .hasMessage(
            "Row 2 cannot be exported: column 'id' (BIGINT): the value is a text that is no number.");
  }

  @Test
  void a_run_whose_last_object_failed_for_now_begins_anew_or_fails_the_same_way() {
    String table = workspace.name("last_object");
    String objects = "PUT /workspace/redelivered.*";
    String route = exports.redelivering(table, NOTHING, workspace.knobs()::clearFaults);
    exports.send(route, Written.message("parts", 0, false), Written.rows(0, 1));

    workspace.knobs().add(S3Fault.on(objects, 503).times(100));
    Exchange part = exports.send(route, Written.message("parts", 1, true), Written.rows(1, 2));
    workspace.knobs().add(S3Fault.on(objects, 503).times(100));
    Exchange whole = exports.send(route, Map.of(), Written.rows(5, 7));

    assertThat(part.getException()).isNotNull();
    assertThat(reason(part)).isIn(Reason.UNAVAILABLE, Reason.THROTTLED);
    assertThat(whole.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("5 6");
  }

  @Test
  void a_stream_that_is_loaded_is_published_by_a_route_that_catches_the_failure() throws Exception {
    String table = workspace.name("streamed");
    AtomicInteger deliveries = new AtomicInteger();
    Processor failsOnce =
        exchange -> {
          if (deliveries.getAndIncrement() == 0) {
            throw new IllegalStateException("once");
          }
        };
    String steps = exports.redelivering(table, failsOnce, () -> {}) + "-steps";
    component
        .camel()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:caught")
                    .doTry()
                    .to(steps)
                    .doCatch(IllegalStateException.class)
                    .to(steps)
                    .end();
              }
            });

    Exchange exchange = exports.send("direct:caught", Map.of(), Written.rows(2, 7).iterator());

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY)).isEqualTo(5L);
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
  }

  @Test
  void what_may_be_published_is_not_published_by_a_second_delivery() {
    String table = workspace.name("maybe");
    exports.export(table, "", Written.rows(0, 3));
    long before = version(table);
    AtomicInteger publishes = new AtomicInteger();
    Door door =
        statement -> {
          if (statement.contains("INSERT OVERWRITE " + quoted(table))
              && publishes.getAndIncrement() == 0) {
            workspace.knobs().add(Fault.on("POST /api/2.0/sql/statements", 0).afterTheEffect());
            workspace.knobs().add(Fault.on("GET /api/2.0/sql/history/queries", 503).times(8));
            workspace.knobs().add(Fault.on("POST /.*", 401).times(8));
          }
          return true;
        };

    Exchange exchange =
        through(
            door,
            other ->
                other.send(
                    other.redelivering(table, NOTHING, workspace.knobs()::clearFaults),
                    Map.of(),
                    Written.rows(2, 7)));

    assertThat(reason(exchange)).isEqualTo(Reason.OUTCOME_UNKNOWN);
    assertThat(publishes).hasValue(1);
    assertThat(version(table)).as("one commit").isEqualTo(before + 1);
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
  }
}
