// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts together the details of a run: those of its operation, then those of its route, as far as a
 * record can hold them. For one thread.
 */
final class RunDetails {

  private static final ObjectMapper JSON = new JsonMapper();

  /** What the column of the store can hold. */
  private static final int LONGEST = 4_000;

  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_TEXT = 200;

  /** Counts the names that found no room; room for it is kept. */
  private static final String LEFT_OUT = "detailsLeftOut";

  private static final int ROOM = LONGEST - LEFT_OUT.length() - 14;

  private final Map<String, Object> ofRoute = new LinkedHashMap<>();
  private Optional<String> own = Optional.empty();

  /** Those of the operation, in the place of the ones that it gave before. */
  void own(String json) {
    own = Optional.of(json);
  }

  Optional<String> own() {
    return own;
  }

  /** More of the route; the last value of a name counts. */
  void add(Map<String, Object> details) {
    details.forEach((name, value) -> ofRoute.put(cut(name, LONGEST_NAME), fitting(value)));
  }

  private static Object fitting(Object value) {
    return value instanceof String text ? cut(text, LONGEST_TEXT) : value;
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // Half of a character could not be stored.
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }

  /** All of them as JSON. */
  Optional<String> json() {
    if (ofRoute.isEmpty()) {
      return own;
    }
    ObjectNode all = ownNode();
    int length = all.toString().length();
    int leftOut = 0;
    for (Map.Entry<String, Object> detail : ofRoute.entrySet()) {
      ObjectNode one = JSON.createObjectNode().putPOJO(detail.getKey(), detail.getValue());
      int longer = one.toString().length();
      if (all.has(detail.getKey()) || length + longer > ROOM) {
        leftOut++;
      } else {
        all.setAll(one);
        length += longer;
      }
    }
    if (leftOut > 0) {
      all.put(LEFT_OUT, leftOut);
    }
    return Optional.of(all.toString());
  }

  private ObjectNode ownNode() {
    try {
      return own.isPresent() ? (ObjectNode) JSON.readTree(own.get()) : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The details of an operation are not JSON", e);
    }
  }
}
