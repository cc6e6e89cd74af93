// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of one arm that are delivered together; for one thread.
 *
 * @param run the id of the run, or of the message without one
 * @param arm the arm of a journey
 * @param index in its run and arm, from 0
 * @param change what happens to the people
 * @param rows by column, the same and in the same order at each delivery
 */
public record Batch(
    String run,
    Optional<String> arm,
    long index,
    DeliveryKey.Change change,
    Iterator<Map<String, Object>> rows) {

  DeliveryKey key() {
    return new DeliveryKey(run, arm, index, change, "");
  }
}
