// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.statement.change.ChangeResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a publish did. Immutable.
 *
 * @param version of the table that holds the run
 * @param before rows of the table until then
 * @param rows of the table in that version
 * @param difference by key: entered, left and kept; empty without keys
 * @param shortfall why the table does not hold the run, and nothing else
 */
record Published(
    Optional<Long> version,
    long before,
    long rows,
    Map<String, Long> difference,
    Optional<String> shortfall) {

  Published {
    difference = Map.copyOf(difference);
  }

  /** The same, with one thing more that is not as it should be. */
  Published shortOf(String text) {
    return new Published(
        version,
        before,
        rows,
        difference,
        Optional.of(shortfall.map(first -> first + " " + text).orElse(text)));
  }

  /** The counts of a statement that compares by key. */
  static Map<String, Long> difference(ChangeResult counts) {
    Map<String, Long> difference = new LinkedHashMap<>();
    for (String name : new String[] {"entered", "left", "kept"}) {
      counts.number(name).ifPresent(count -> difference.put(name, count));
    }
    return difference;
  }

  /** For the record of the run. */
  Map<String, Object> details(StagedRun run) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("objects", run.objects().size());
    details.put("bytes", run.bytes());
    details.put("staged", run.rows());
    details.putAll(difference);
    details.put("before", before);
    details.put("published", rows);
    return details;
  }
}
