// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.SqlName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of one table or view become interactions, as written in one mapping file; immutable.
 *
 * @param file the file it was read from, for messages
 * @param name the unique name of the source, shown in answers
 * @param connection the Databricks connection to query; empty where the tenant decides
 * @param source the table or view
 * @param crosswalk the column holding the id of a profile in this source
 * @param type the interaction type, or the column it stands in
 * @param timestamp the column saying when the interaction happened
 * @param sort the column that orders interactions
 * @param key the columns that make a row unique
 * @param attributes the returned attributes: their names, and the columns they come from
 */
public record InteractionMapping(
    String file,
    String name,
    String connection,
    SqlName source,
    String crosswalk,
    InteractionType type,
    String timestamp,
    String sort,
    List<String> key,
    Map<String, String> attributes) {

  public InteractionMapping {
    key = List.copyOf(key);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
