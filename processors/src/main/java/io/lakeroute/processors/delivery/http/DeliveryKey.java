// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.json.Sha256;
import java.util.Optional;

/**
 * Names a request, the same at each delivery of its batch; immutable.
 *
 * @param run the id of the run that began with these rows, or of the message without one
 * @param arm the arm of a journey
 * @param batch the place of the batch in its run and arm: rows before it, or its index
 * @param change what the request does with people
 * @param part the request's place among those of its batch, with the most rows of each: {@code
 *     2/500} is the third, {@code 2/500.0} its first half
 */
public record DeliveryKey(
    String run, Optional<String> arm, long batch, Change change, String part) {

  /** What a request does with people. */
  public enum Change {
    ADD,
    REMOVE
  }

  /** The key of the half with that number. */
  DeliveryKey half(int number) {
    return part(part + "." + number);
  }

  DeliveryKey part(String other) {
    return new DeliveryKey(run, arm, batch, change, other);
  }

  /** SHA-256 as hex; lengths keep parts apart, so that no two keys are made of the same text. */
  public String hex() {
    StringBuilder text = new StringBuilder();
    for (String each :
        new String[] {
          run, arm.map(name -> "=" + name).orElse(""), Long.toString(batch), change.name(), part
        }) {
      text.append(each.length()).append(':').append(each);
    }
    return Sha256.hex(text.toString());
  }
}
