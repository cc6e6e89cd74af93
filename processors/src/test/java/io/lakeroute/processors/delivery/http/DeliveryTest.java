// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

  private static final Destination SHOP = Templates.destination("generic", Map.of());

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "99999999999, 0",
    "soon, 0",
    "'Fri, 31 Dec 9999 23:59:59 GMT', 2147483647"
  })
  void a_failure_has_the_seconds_that_the_api_asks_to_wait(String header, int seconds) {
    DeliveryRun run = new DeliveryRun(SHOP, request -> DeliveryRun.answer(429, header));

    DeliveryException failure =
        catchThrowableOfType(DeliveryException.class, () -> run.add(List.of(Map.of("id", 1))));

    assertThat(failure.reason()).isEqualTo("THROTTLED");
    assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
  }

  @Test
  void a_failure_without_such_a_wait_asks_for_none() {
    DeliveryRun run = new DeliveryRun(SHOP, request -> DeliveryRun.answer(403));

    DeliveryException failure =
        catchThrowableOfType(DeliveryException.class, () -> run.add(List.of(Map.of("id", 1))));

    assertThat(failure.reason()).isEqualTo("FORBIDDEN");
    assertThat(failure.retryAfterSeconds()).isZero();
  }
}
