// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

  private static final Destination SHOP = Templates.destination("generic", Map.of());
  private static final Destination OWN =
      Templates.own(
          """
          template: own
          batch: 2
          idempotent: true
          fields:
            email: {from: email, normalize: email}
            phone: {from: phone, required: false}
          add: {method: POST, body: $records}
          remove: {method: DELETE, body: $records}
          """);

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "99999999999, 0",
    "soon, 0",
    "'Fri, 31 Dec 9999 23:59:59 GMT', 2147483647"
  })
  void a_failure_has_the_seconds_that_the_api_asks_to_wait(String header, int seconds) {
    DeliveryRun run = new DeliveryRun(SHOP, request -> DeliveryRun.answer(429, header));

    DeliveryException failure = refused(run, List.of(Map.of("id", 1)));

    assertThat(failure.reason()).isEqualTo("THROTTLED");
    assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
  }

  @Test
  void a_failure_without_such_a_wait_asks_for_none() {
    DeliveryRun run = new DeliveryRun(SHOP, request -> DeliveryRun.answer(403));

    DeliveryException failure = refused(run, List.of(Map.of("id", 1)));

    assertThat(failure.reason()).isEqualTo("FORBIDDEN");
    assertThat(failure.retryAfterSeconds()).isZero();
  }

  @Test
  void a_batch_that_lacks_the_column_of_a_required_field_is_refused_as_a_whole() {
    DeliveryRun run = new DeliveryRun(OWN, request -> DeliveryRun.answer(200));

    DeliveryException failure =
        refused(run, List.of(Map.of("mail", "a@example.com"), Map.of("mail", "b@example.com")));

    assertThat(failure.reason()).isEqualTo("CONFIGURATION");
    assertThat(failure)
        .hasMessage(
            "The destination 'shop' reads its field 'email' from the column 'email', which no row of the batch has. Set lakeroute.destinations.shop.fields.email to a column of the rows, or have the rows carry this one (in a journey: fields of the arm), null where there is no value. No request was sent.");
    assertThat(run.requests()).isEmpty();
    assertThat(run.rejects()).isEmpty();
  }

  @Test
  void a_batch_that_lacks_a_column_of_the_settings_is_refused_although_its_field_is_optional() {
    Destination shop =
        Templates.destination(
            "sparkpost", Map.of("parameters.templateId", "offer", "fields.spent", "spend"));
    DeliveryRun run = new DeliveryRun(shop, request -> DeliveryRun.answer(200));

    assertThat(refused(run, List.of(Map.of("email", "a@example.com", "spent", 5))))
        .hasMessageStartingWith(
            "The destination 'shop' reads its field 'spent' from the column 'spend', which no row");
    assertThat(run.requests()).isEmpty();
  }

  @Test
  void rows_that_lack_a_column_which_another_row_has_are_judged_alone() {
    DeliveryRun run = new DeliveryRun(OWN, request -> DeliveryRun.answer(200));
    Map<String, Object> none = new HashMap<>();
    none.put("email", null);

    assertThat(run.add(List.of(Map.of("id", 1), Map.of("id", 2), Map.of("email", "a@example.com"))))
        .isEqualTo(new DeliveryCount(1, 2, 0, 0));
    assertThat(run.add(List.of(Map.of("id", 1), none))).isEqualTo(new DeliveryCount(0, 2, 0, 0));
    assertThat(run.add(List.of())).isEqualTo(DeliveryCount.NONE);
  }

  @Test
  void a_row_may_lack_an_optional_field_of_the_template_that_the_settings_do_not_name() {
    DeliveryRun run = new DeliveryRun(OWN, request -> DeliveryRun.answer(200));

    assertThat(run.add(List.of(Map.of("email", "a@example.com"))).delivered()).isEqualTo(1);
  }

  @Test
  void a_removal_may_have_nothing_but_a_key() {
    DeliveryRun run = new DeliveryRun(OWN, request -> DeliveryRun.answer(200));

    assertThat(
            run.deliver(
                DeliveryKey.Change.REMOVE, List.of(Map.<String, Object>of("id", 1)).iterator()))
        .isEqualTo(new DeliveryCount(0, 1, 0, 0).ofRemovals());
    assertThat(run.rejects())
        .extracting(DeliveryEnds.Reject::reason)
        .containsExactly("MISSING_FIELD");
  }

  @Test
  void a_stream_is_read_no_further_than_its_first_ten_thousand_rows() {
    DeliveryRun run = new DeliveryRun(OWN, request -> DeliveryRun.answer(200));
    AtomicInteger read = new AtomicInteger();
    Iterator<Map<String, Object>> rows =
        Stream.<Map<String, Object>>generate(() -> Map.of("id", read.incrementAndGet())).iterator();

    assertThat(
            catchThrowableOfType(
                DeliveryException.class, () -> run.deliver(DeliveryKey.Change.ADD, rows)))
        .hasMessageContaining("which none of the first 10000 rows of the batch has.");
    assertThat(read).hasValueLessThan(10_010);
  }

  @Test
  void rows_that_the_api_refuses_alone_are_counted_apart() {
    DeliveryRun refusing = new DeliveryRun(SHOP, request -> DeliveryRun.answer(422));
    DeliveryRun picky =
        new DeliveryRun(SHOP, request -> DeliveryRun.answer(request < 2 ? 422 : 200));
    List<Map<String, Object>> rows = List.of(Map.of("id", 1), Map.of("id", 2));

    assertThat(refusing.add(rows)).isEqualTo(DeliveryCount.ofAlone(2));
    assertThat(refusing.rejects()).hasSize(2);
    assertThat(picky.add(rows))
        .isEqualTo(new DeliveryCount(1, 0, 0, 0).plus(DeliveryCount.ofAlone(1)));
  }

  private static DeliveryException refused(DeliveryRun run, List<Map<String, Object>> rows) {
    return catchThrowableOfType(DeliveryException.class, () -> run.add(rows));
  }
}
