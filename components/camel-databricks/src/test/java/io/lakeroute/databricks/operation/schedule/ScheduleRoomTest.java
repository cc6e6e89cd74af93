// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes that a schedule starts, with a workspace that nobody can reach. */
class ScheduleRoomTest extends ScheduleFixture {

  @Test
  void a_due_run_is_one_message_without_a_body() throws Exception {
    DefaultCamelContext node = start(ONCE, exchange -> {});
    Map<String, Object> run = awaitRun(node, "SUCCEEDED");

    assertThat(seen)
        .singleElement()
        .satisfies(
            message ->
                assertThat(message)
                    .containsOnly(
                        entry("body", null),
                        entry(DatabricksConstants.CONNECTION, "acme"),
                        entry(DatabricksConstants.TENANT, "acme"),
                        entry(DatabricksConstants.FLOW, "export"),
                        entry(DatabricksConstants.RUN_KEY, KEY),
                        entry(DatabricksConstants.RUN_ID, run.get("id")),
                        entry(DatabricksConstants.BATCH_INDEX, 0L),
                        entry(DatabricksConstants.BATCH_OFFSET, 0L),
                        entry(DatabricksConstants.RUN_COMPLETE, true)));
    assertThat(run)
        .contains(
            entry("object", ""),
            entry("rowsRead", 0L),
            entry("attempts", 1),
            entry("details", null));
  }

  @Test
  void a_step_counts_rows_and_adds_details_and_a_shortfall() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, 7L);
              exchange.setProperty(DatabricksConstants.REJECTED_ROWS_PROPERTY, 2L);
              exchange.setProperty(DatabricksConstants.IGNORED_ROWS_PROPERTY, 1L);
              exchange.setProperty(
                  DatabricksConstants.DETAILS_PROPERTY, Map.of("staged", 7, "published", "v3"));
              exchange.setProperty(
                  DatabricksConstants.SHORTFALL_PROPERTY, "7 rows were sent, and 6 are there.");
            });

    assertThat(awaitRun(node, "SHORT"))
        .contains(
            entry("rowsRead", 10L),
            entry("delivered", 7L),
            entry("rejected", 2L),
            entry("ignored", 1L),
            entry("message", "7 rows were sent, and 6 are there."),
            entry("details", Map.of("staged", 7, "published", "v3")));
  }

  @Test
  void details_that_a_record_cannot_hold_fail_the_run() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange ->
                exchange.setProperty(
                    DatabricksConstants.DETAILS_PROPERTY, Map.of("rows", List.of("a", "b"))));

    assertThat(awaitRun(node, "FAILED"))
        .contains(
            entry("reason", "INVALID"),
            entry(
                "message",
                "The exchange property CamelDatabricksDetails holds a "
                    + List.of("a", "b").getClass().getName()
                    + " as 'rows'; allowed are numbers, truth values and texts."));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "THROTTLED"})
  void a_failure_that_passes_is_retried_as_the_same_run_from_its_beginning(Reason reason)
      throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, 3L);
              exchange.setProperty(
                  DatabricksConstants.DETAILS_PROPERTY, Map.of("try", seen.size()));
              if (seen.size() < 3) {
                throw new DatabricksException(reason, "The target is away.");
              }
            });

    assertThat(awaitRun(node, "SUCCEEDED"))
        .contains(entry("attempts", 3), entry("delivered", 3L), entry("details", Map.of("try", 3)));
    assertThat(seen).hasSize(3);
    assertThat(seen.stream().distinct()).as("the same message each time").hasSize(1);
  }

  @Test
  void what_does_not_pass_is_recorded_and_reported_once() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              throw new IllegalStateException("value 4711");
            });

    assertThat(awaitRun(node, "FAILED"))
        .containsEntry("attempts", 1)
        .containsEntry("delivered", 0L)
        .extractingByKey("message")
        .asString()
        .doesNotContain("4711");
    assertThat(seen).hasSize(1);
  }
}
