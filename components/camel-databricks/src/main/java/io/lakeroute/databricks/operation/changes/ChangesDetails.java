// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.run.Deliveries;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Builds the details of a sync for the record of its run. For one thread. */
final class ChangesDetails {

  private static final ObjectMapper JSON = new JsonMapper();

  /** Names of columns beyond these would not fit. */
  private static final int MOST_COLUMNS = 20;

  private static final int LONGEST_NAME = 60;

  private final ObjectNode node;

  private ChangesDetails(ObjectNode node) {
    this.node = node;
  }

  /** Those of a run that is retried go on. */
  static ChangesDetails of(Optional<String> json) {
    try {
      return new ChangesDetails(
          json.isPresent() ? (ObjectNode) JSON.readTree(json.get()) : JSON.createObjectNode());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The details of a run are not JSON", e);
    }
  }

  /** Counts changes that were handed to the route, before a mapping takes some out. */
  void add(List<Change> changes, Deliveries.Delivered batch) {
    for (ChangeType type : ChangeType.values()) {
      String name =
          switch (type) {
            case INSERT -> "inserted";
            case UPDATE -> "updated";
            case DELETE -> "deleted";
          };
      long count = changes.stream().filter(change -> change.type() == type).count();
      node.put(name, node.path(name).longValue() + count);
    }
    batch
        .records()
        .ifPresent(count -> node.put("records", node.path("records").longValue() + count));
    if (!batch.droppedNames().isEmpty()) {
      names("dropped", batch.droppedNames());
    }
  }

  /**
   * A gap was bridged.
   *
   * @param from the first version that could not be read
   * @param deletesKnown whether rows that are gone are delivered as deletes
   */
  void bridged(Gap gap, long from, boolean deletesKnown) {
    node.putObject("gap")
        .put("version", from)
        .put("kind", gap.text())
        .put("policy", "bridge")
        .put("deletesKnown", deletesKnown);
  }

  /** The table has columns that it did not have in the run before. */
  void columnsAdded(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    names("columnsAdded", names);
  }

  private void names(String field, Collection<String> names) {
    ArrayNode array = node.putArray(field);
    names.stream()
        .limit(MOST_COLUMNS)
        .map(name -> name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name)
        .forEach(array::add);
  }

  String json() {
    return node.toString();
  }
}
