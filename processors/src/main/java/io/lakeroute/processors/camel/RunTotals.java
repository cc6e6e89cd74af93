// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.camel.Message;

/**
 * Adds up what became of the batches of a run, each once, however often it is delivered.
 * Thread-safe.
 */
final class RunTotals<T> {

  private final T none;
  private final BinaryOperator<T> plus;
  private final BinaryOperator<T> again;
  private final RunMemory<Map<String, Sum<T>>> runs = new RunMemory<>(LinkedHashMap::new);

  /**
   * The batches of one arm, of which only the last one can be delivered again.
   *
   * @param place of the last one; empty where messages do not say
   * @param before the sum without it
   */
  private record Sum<T>(Optional<Long> place, T before, T last) {
    boolean again(Optional<Long> other) {
      return place.isPresent() && place.equals(other);
    }
  }

  /**
   * What is known by now.
   *
   * @param batch what became of the batch, by all of its deliveries
   * @param run the sum of its run
   */
  record Total<T>(T batch, T run) {}

  /**
   * @param again what became of a batch by two deliveries of it, the earlier one first
   */
  RunTotals(T none, BinaryOperator<T> plus, BinaryOperator<T> again) {
    this.none = none;
    this.plus = plus;
    this.again = again;
  }

  /** Adds a delivery of the batch of a message. */
  Total<T> with(Message message, T delivered) {
    BatchHeaders headers = BatchHeaders.of(message);
    String arm = headers.arm().orElse("") + " " + headers.change().orElse("");
    Optional<Long> place = headers.offset().or(headers::index);
    Map<String, Sum<T>> arms = runs.of(message);
    synchronized (arms) {
      Sum<T> sum = arms.getOrDefault(arm, new Sum<>(Optional.empty(), none, none));
      Sum<T> next =
          sum.again(place)
              ? new Sum<>(place, sum.before(), again.apply(sum.last(), delivered))
              : new Sum<>(place, plus.apply(sum.before(), sum.last()), delivered);
      arms.put(arm, next);
      T run = none;
      for (Sum<T> each : arms.values()) {
        run = plus.apply(run, plus.apply(each.before(), each.last()));
      }
      return new Total<>(next.last(), run);
    }
  }
}
