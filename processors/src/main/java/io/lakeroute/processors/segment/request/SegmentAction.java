// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What can be asked of segments. */
public enum SegmentAction {
  /** Answers with the statement; nothing is sent. */
  COMPILE,
  /** Counts population and members. */
  COUNT,
  /** Counts, and returns some members. */
  PREVIEW("limit"),
  /** Counts the keys by the segments they are in. */
  OVERLAP("segments"),
  /** Counts how the rules narrow the population. */
  EXPLAIN,
  /** Says for one key which rules are true. */
  WHY("id"),
  /** Puts the members into a table. */
  MATERIALIZE("table"),
  /** Lists the segments that have a file; nothing is sent. */
  LIST,
  /** Lists the fields of a model, or the most frequent values of one. */
  FIELDS("model", "values"),
  /** Says of each source of a model whether the principal may read it. */
  VERIFY("model"),
  /** Makes a model of what a schema declares; nothing is sent to a warehouse. */
  PROPOSE("schema", "population", "key", "tables");

  private final List<String> own;

  SegmentAction(String... own) {
    this.own = List.of(own);
  }

  /** The actions by the names that options use. */
  public static Map<String, SegmentAction> byName() {
    Map<String, SegmentAction> names = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(each -> names.put(each.lowerCase(), each));
    return names;
  }

  /** As options write it. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the question is in the body of the message; the others have parameters at most. */
  public boolean hasBody() {
    return switch (this) {
      case LIST, FIELDS, VERIFY, PROPOSE -> false;
      default -> true;
    };
  }

  /** Whether it is about models that are bound to their tables. */
  public boolean needsTables() {
    return this != VERIFY && this != PROPOSE;
  }

  /** The fields that a request may have. */
  public List<String> fields() {
    if (!hasBody()) {
      return own;
    }
    return switch (this) {
      case OVERLAP -> List.of("segments", "asOf", "pin");
      case MATERIALIZE -> List.of("segment", "table", "asOf", "pin");
      default ->
          Stream.concat(Stream.of("segment", "definition", "asOf", "pin"), own.stream()).toList();
    };
  }
}
