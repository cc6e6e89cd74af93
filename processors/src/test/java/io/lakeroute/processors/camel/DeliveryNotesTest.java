// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.http.DeliveryCount;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DeliveryNotesTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @Test
  void rejects_of_a_mapping_and_of_a_destination_are_added() {
    Exchange exchange = batch("run-1");
    exchange.setProperty("CamelDatabricksRejectedRows", 3L);

    new DeliveryNotes("a").add(exchange, new DeliveryCount(5, 1, 0, 2));

    assertThat(exchange.getProperty("CamelDatabricksRejectedRows")).isEqualTo(6L);
  }

  @Test
  void a_row_that_two_destinations_reject_is_one() {
    Exchange exchange = batch("run-1");
    exchange.setProperty("CamelDatabricksRejectedRows", 1L);

    new DeliveryNotes("a").add(exchange, new DeliveryCount(3, 6, 0, 0));
    new DeliveryNotes("b").add(exchange, new DeliveryCount(1, 4, 0, 4));

    assertThat(exchange.getProperty("CamelDatabricksRejectedRows")).isEqualTo(9L);
    assertThat(exchange.getProperty("CamelDatabricksDetails", Map.class))
        .containsEntry("a.rejected", 6L)
        .containsEntry("b.unknown", 4L);
  }

  @Test
  void counts_of_a_run_go_on_and_those_of_the_next_begin_anew() {
    DeliveryNotes notes = new DeliveryNotes("a");
    notes.add(batch("run-1"), new DeliveryCount(5, 1, 1, 0));
    Exchange second = batch("run-1");
    notes.add(second, new DeliveryCount(5, 0, 0, 2));

    assertThat(second.getProperty("CamelDatabricksDetails", Map.class))
        .containsEntry("a.delivered", 10L)
        .containsEntry("a.rejected", 1L)
        .containsEntry("a.unknown", 2L);
    assertThat(second.getProperty("CamelDatabricksShortfall"))
        .isEqualTo(
            "2 rows may have reached the destination 'a' or not: their requests were not answered, and are not sent again. The destination 'a' refused 1 row without saying which.");

    Exchange next = batch("run-2");
    notes.add(next, new DeliveryCount(5, 0, 0, 0));
    assertThat(next.getProperty("CamelDatabricksDetails", Map.class))
        .containsEntry("a.delivered", 5L);
    assertThat(next.getProperty("CamelDatabricksShortfall")).isNull();
  }

  @Test
  void a_batch_that_is_delivered_again_is_counted_once_and_its_refusals_are_not_forgotten() {
    DeliveryNotes notes = new DeliveryNotes("a");
    Exchange first = batch("run-1");
    first.getMessage().setHeader("CamelDatabricksBatchIndex", 0L);
    notes.add(first, new DeliveryCount(4, 2, 1, 0));
    Exchange again = batch("run-1");
    again.getMessage().setHeader("CamelDatabricksBatchIndex", 0L);
    notes.add(again, new DeliveryCount(6, 0, 0, 0));
    Exchange next = batch("run-1");
    next.getMessage().setHeader("CamelDatabricksBatchIndex", 1L);
    notes.add(next, new DeliveryCount(6, 0, 0, 0));

    assertThat(again.getProperty("CamelDatabricksRejectedRows")).isEqualTo(2L);
    assertThat(next.getProperty("CamelDatabricksRejectedRows")).isEqualTo(0L);
    assertThat(next.getProperty("CamelDatabricksDetails", Map.class))
        .containsEntry("a.delivered", 10L)
        .containsEntry("a.rejected", 2L);
    assertThat(next.getProperty("CamelDatabricksShortfall"))
        .isEqualTo("The destination 'a' refused 1 row without saying which.");
  }

  @Test
  void a_run_whose_rows_are_all_refused_alone_ends_short() {
    DeliveryNotes notes = new DeliveryNotes("a");
    Exchange first = batch("run-1", 0, false);
    notes.add(first, DeliveryCount.ofAlone(9));
    Exchange last = batch("run-1", 1, true);
    notes.add(last, DeliveryCount.ofAlone(1));

    assertThat(first.getProperty("CamelDatabricksShortfall")).isNull();
    assertThat(last.getProperty("CamelDatabricksShortfall"))
        .isEqualTo(
            "The destination 'a' refused 10 rows, each in a request of its own, and accepted none in this run: look at its parameters and template. Refused rows go to the endpoint of the sink's option rejects, where it is set.");
    assertThat(last.getProperty("CamelDatabricksRejectedRows")).isEqualTo(1L);
  }

  @Test
  void a_run_whose_rows_are_refused_alone_is_not_short_where_another_row_was_accepted() {
    DeliveryNotes notes = new DeliveryNotes("a");
    notes.add(batch("run-1", 0, false), DeliveryCount.ofAlone(9));
    Exchange last = batch("run-1", 1, true);
    notes.add(last, new DeliveryCount(1, 0, 0, 0).plus(DeliveryCount.ofAlone(2)));

    assertThat(last.getProperty("CamelDatabricksShortfall")).isNull();
  }

  @Test
  void a_batch_that_is_refused_alone_twice_is_counted_once() {
    DeliveryNotes notes = new DeliveryNotes("a");
    notes.add(batch("run-1", 0, true), DeliveryCount.ofAlone(1));
    Exchange again = batch("run-1", 0, true);
    notes.add(again, DeliveryCount.ofAlone(1));

    assertThat(again.getProperty("CamelDatabricksShortfall", String.class))
        .startsWith("The destination 'a' refused 1 row, each in a request of its own");
  }

  @Test
  void people_who_are_not_removed_are_added_to_the_ignored_rows() {
    Exchange exchange = batch("run-1");
    exchange.setProperty("CamelDatabricksIgnoredRows", 2L);

    new DeliveryNotes("a").add(exchange, DeliveryCount.ofNotRemoved(4));

    assertThat(exchange.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(6L);
    assertThat(exchange.getProperty("CamelDatabricksDetails", Map.class))
        .containsEntry("a.notRemoved", 4L);
  }

  @Test
  void a_person_whom_one_of_two_destinations_removes_is_not_ignored() {
    Exchange exchange = batch("run-1");
    exchange.setProperty("CamelDatabricksIgnoredRows", 2L);

    new DeliveryNotes("a").add(exchange, DeliveryCount.ofNotRemoved(4));
    new DeliveryNotes("b").add(exchange, new DeliveryCount(3, 1, 0, 0));

    assertThat(exchange.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(2L);
    assertThat(exchange.getProperty("CamelDatabricksRejectedRows")).isEqualTo(1L);
  }

  @Test
  void sentences_of_several_destinations_are_joined_and_each_stands_there_once() {
    Exchange exchange = batch("run-1");
    for (int delivery = 0; delivery < 2; delivery++) {
      new DeliveryNotes("a").add(exchange, new DeliveryCount(0, 11, 11, 0));
      new DeliveryNotes("b").add(exchange, new DeliveryCount(0, 1, 1, 0));
    }

    assertThat(exchange.getProperty("CamelDatabricksShortfall"))
        .isEqualTo(
            "The destination 'a' refused 11 rows without saying which. The destination 'b' refused 1 row without saying which.");
  }

  @Test
  void a_sentence_that_ends_another_is_another() {
    Exchange exchange = batch("run-1");
    new DeliveryNotes("a").add(exchange, new DeliveryCount(0, 0, 0, 11));
    new DeliveryNotes("a").add(exchange, new DeliveryCount(0, 0, 0, 1));

    assertThat(exchange.getProperty("CamelDatabricksShortfall", String.class))
        .startsWith("11 rows may have reached")
        .contains(" again. 1 row may have reached");
  }

  private Exchange batch(String run, long index, boolean last) {
    Exchange exchange = batch(run);
    exchange.getMessage().setHeader("CamelDatabricksBatchIndex", index);
    exchange.getMessage().setHeader("CamelDatabricksRunComplete", last);
    return exchange;
  }

  private Exchange batch(String run) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setHeader("CamelDatabricksRunId", run);
    exchange.getMessage().setHeader("CamelDatabricksRunKey", "default/journey/offer");
    return exchange;
  }
}
