// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which runs a consumer has told of: all that ended before an instant, and some that ended later.
 * Immutable.
 *
 * <p>A run may be written down after one that ended later: by another node, whose clock is behind,
 * or by another thread. So the latest minute is remembered run by run.
 *
 * @param from runs that ended earlier are known
 * @param later ids of known runs that ended since, with the instants of their ends, oldest first
 */
record RunsSeen(Instant from, Map<String, Instant> later) {

  private static final ObjectMapper JSON = new JsonMapper();
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** As many as a position in the store can hold. */
  private static final int MOST = 50;

  RunsSeen {
    requireNonNull(from, "from");
    later = Collections.unmodifiableMap(new LinkedHashMap<>(later));
  }

  /** Only what ends from now on. */
  static RunsSeen beginning(Instant now) {
    return new RunsSeen(now, Map.of());
  }

  boolean has(RunRecord run) {
    return later.containsKey(run.scope().id());
  }

  /** With one more, which ended no earlier than {@link #from()}. */
  RunsSeen with(RunRecord run) {
    Map<String, Instant> all = new LinkedHashMap<>(later);
    all.put(run.scope().id(), run.outcome().endedAt().orElseThrow());
    Instant latest = all.values().stream().max(Instant::compareTo).orElseThrow();
    Instant oldest =
        all.values().stream()
            .sorted(Comparator.reverseOrder())
            .limit(MOST)
            .reduce((first, last) -> last)
            .orElseThrow();
    Instant floor = latest.minus(REMEMBERED);
    Instant next = all.size() > MOST && oldest.isAfter(floor) ? oldest : floor;
    Instant start = next.isAfter(from) ? next : from;
    return new RunsSeen(
        start,
        all.entrySet().stream()
            .filter(entry -> !entry.getValue().isBefore(start))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new)));
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("from", from.toString());
    ArrayNode known = node.putArray("later");
    later.forEach((id, end) -> known.add(id + " " + end));
    return node.toString();
  }

  /**
   * Reads what {@link #json()} wrote.
   *
   * @throws DatabricksException CONFIGURATION when it is something else
   */
  static RunsSeen parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      Map<String, Instant> later = new LinkedHashMap<>();
      for (JsonNode known : node.path("later")) {
        String[] parts = known.asText().split(" ", 2);
        later.put(parts[0], Instant.parse(parts[1]));
      }
      return new RunsSeen(Instant.parse(node.path("from").asText()), later);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The position in the cursor store is not one of databricks:runs. Give the flow another"
              + " name.");
    }
  }
}
