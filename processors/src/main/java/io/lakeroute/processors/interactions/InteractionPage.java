// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.util.List;
import java.util.Map;

/**
 * A page of merged interactions; immutable.
 *
 * @param interactions in the request's order
 * @param next where the next page continues, one position per source read so far; empty if this is
 *     the last page
 */
record InteractionPage(List<Interaction> interactions, Map<String, Position> next) {

  /** A row of a source, not yet encoded. */
  record Interaction(InteractionSource source, Map<String, Object> row) {}
}
