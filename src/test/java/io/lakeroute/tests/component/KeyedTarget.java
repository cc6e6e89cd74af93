// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.component.Syncing.Synced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A target that keeps the latest row of each key, the column {@code id}. For one thread. */
final class KeyedTarget {

  private final Map<Object, Map<String, Object>> rows = new HashMap<>();

  /** Replays a whole run; after a snapshot nothing is left that the run did not deliver. */
  void take(Synced synced) {
    assertThat(synced.run()).as(synced.run().toString()).containsEntry("state", "SUCCEEDED");
    for (Map<String, Object> row : synced.rows()) {
      if ("delete".equals(row.get("_change_type"))) {
        rows.remove(row.get("id"));
      } else {
        rows.put(row.get("id"), row);
      }
    }
    if (synced.headers().stream().anyMatch(h -> h.containsKey(DatabricksConstants.BOOTSTRAP))) {
      Set<Object> delivered = synced.values("id").stream().collect(Collectors.toSet());
      rows.keySet().retainAll(delivered);
    }
  }

  /** Some columns of each row in the order of the key, as text. */
  List<List<String>> content(List<String> columns) {
    List<List<String>> content = new ArrayList<>();
    new TreeMap<>(rows)
        .values()
        .forEach(
            row ->
                content.add(
                    columns.stream()
                        .map(row::get)
                        .map(value -> value == null ? null : value.toString())
                        .toList()));
    return content;
  }
}
