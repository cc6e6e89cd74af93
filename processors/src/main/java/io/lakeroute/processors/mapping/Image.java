// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a mapping makes of one image of a row. Immutable as far as nobody changes its record.
 *
 * @param record with NULL for what does not fit
 * @param misfits in the order of the mapping
 * @param dropped names of parameters that were left out
 */
record Image(Map<String, Object> record, List<Misfit> misfits, Set<String> dropped) {

  /** What rows carry beside the columns of their table. */
  static final List<String> EXTRAS =
      List.of(
          "_record_id",
          "_record_timestamp",
          "_change_type",
          "_commit_version",
          "_commit_timestamp");

  boolean fits() {
    return misfits.isEmpty();
  }

  /** The record with what its row carries of its own delivery. */
  Map<String, Object> withExtras(Map<String, Object> row) {
    Map<String, Object> all = new LinkedHashMap<>(record);
    for (String extra : EXTRAS) {
      if (row.containsKey(extra)) {
        all.put(extra, row.get(extra));
      }
    }
    return all;
  }
}
