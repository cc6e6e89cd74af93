// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.Pin;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What answers have in common; stateless. */
public final class Answers {

  private Answers() {}

  /** Says what was read: the time, the versions, and the tables that have none. */
  public static void pin(Map<String, Object> answer, Pin pin, Collection<String> tables) {
    Map<String, Object> same = new LinkedHashMap<>();
    same.put("asOf", pin.asOf());
    same.put("versions", pin.versions());
    answer.put("asOf", pin.asOf());
    answer.put("pin", same);
    answer.put("unpinned", unpinned(pin, tables));
  }

  /** Refuses a pin of another segment. */
  static void requireKnown(Pin pin, Collection<String> tables) {
    if (!tables.containsAll(pin.versions().keySet())) {
      throw RequestException.invalid(
          "pin.versions names a table that is not read; allowed are " + String.join(", ", tables));
    }
  }

  static List<String> unpinned(Pin pin, Collection<String> tables) {
    return tables.stream().filter(table -> !pin.versions().containsKey(table)).toList();
  }
}
