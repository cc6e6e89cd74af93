// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.http.DeliveryKey.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryKeyTest {

  @Test
  void a_key_is_the_same_at_each_delivery() {
    assertThat(new DeliveryKey("run-1", Optional.of("a"), 3, Change.ADD, "0").hex())
        .isEqualTo(new DeliveryKey("run-1", Optional.of("a"), 3, Change.ADD, "0").hex())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void no_two_requests_share_a_key() {
    Set<String> keys = new HashSet<>();
    int count = 0;
    for (String run : List.of("r", "r1", "r=", "")) {
      for (Optional<String> arm :
          List.of(Optional.of("r"), Optional.of(""), Optional.<String>empty())) {
        for (long batch : new long[] {0, 1, 10}) {
          for (Change change : Change.values()) {
            for (String part : List.of("0", "1", "0.0", "0.1", "10")) {
              keys.add(new DeliveryKey(run, arm, batch, change, part).hex());
              count++;
            }
          }
        }
      }
    }
    assertThat(keys).hasSize(count);
  }
}
