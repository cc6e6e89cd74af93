// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A rule as it was written; immutable. */
public sealed interface Rule {

  /** Its place in the definition, as a JSON pointer. */
  String path();

  /**
   * Several rules.
   *
   * @param any whether one of them is enough
   * @param not whether the opposite counts
   */
  record Group(String path, boolean any, boolean not, List<Rule> rules) implements Rule {
    public Group {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A comparison of a field.
   *
   * @param field {@code source.field}, or {@code field} among the rows of one source
   * @param value what it compares with; missing for tests of NULL
   */
  record OfField(String path, String field, Operator operator, JsonNode value) implements Rule {}

  /**
   * How many rows of a source match.
   *
   * @param where the rows that match; empty for all
   */
  record Match(
      String path,
      String source,
      MatchMode mode,
      int threshold,
      Optional<Window> window,
      Optional<Group> where)
      implements Rule {}

  /** A comparison of what is made of many rows. */
  record OfRows(String path, Rows rows, Operator operator, JsonNode value) implements Rule {}

  /**
   * Whether a key is in another segment.
   *
   * @param negated whether it must not be
   */
  record OfSegment(String path, String segment, boolean negated) implements Rule {}

  /**
   * What is made of the many rows of a key.
   *
   * @param of the field; empty for a count of rows
   * @param where the rows that count; empty for all
   */
  record Rows(
      String path,
      String source,
      Aggregate aggregate,
      Optional<String> of,
      Optional<Group> where,
      Optional<Window> window) {}
}
