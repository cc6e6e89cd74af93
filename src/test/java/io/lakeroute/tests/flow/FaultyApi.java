// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.application.Receiver.Answer;
import io.lakeroute.tests.application.Receiver.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An API that fails at random, before its effect and after it, and counts the effects on each
 * person; for one test.
 */
final class FaultyApi {

  private static final Pattern PERSON = Pattern.compile("p[0-9]+x?@example.com");

  private final Random random;
  private final boolean knowsKeys;
  private final Set<String> keys = new HashSet<>();
  private final Map<String, Integer> effects = new HashMap<>();
  private boolean faultless;

  /**
   * @param knowsKeys whether a request that is sent again has no second effect
   */
  FaultyApi(Random random, boolean knowsKeys) {
    this.random = random;
    this.knowsKeys = knowsKeys;
  }

  synchronized Answer answer(Request request) {
    int fault = faultless ? 99 : random.nextInt(20);
    if (fault < 2) {
      return fault == 0 ? new Answer(429, Map.of("Retry-After", "0"), "") : Answer.of(503);
    } else if (fault < 4) {
      return fault == 2 ? Answer.RESET : Answer.of(500);
    }
    // A person with an x in its name is one that the API does not take.
    if (request.body().contains("x@")) {
      return Answer.of(422);
    }
    if (!knowsKeys || keys.add(request.key())) {
      PERSON
          .matcher(request.body())
          .results()
          .forEach(found -> effects.merge(found.group(), 1, Integer::sum));
    }
    return fault < 6 ? fault == 4 ? Answer.RESET : Answer.of(500) : Answer.of(200);
  }

  /** From now on, each request succeeds that is right. */
  synchronized void recover() {
    faultless = true;
  }

  synchronized int effects(String person) {
    return effects.getOrDefault(person, 0);
  }
}
