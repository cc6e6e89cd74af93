// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which columns nothing but name and type is told of. Immutable. */
public final class ExcludedColumns {

  /**
   * @param exact whether it stands for one name
   */
  private record Rule(String text, Pattern names, boolean exact) {}

  private final List<Rule> rules;

  private ExcludedColumns(List<Rule> rules) {
    this.rules = rules;
  }

  /** Takes names, with {@code *} for any characters; case is ignored, as Databricks does. */
  public static ExcludedColumns parse(List<String> names) {
    return new ExcludedColumns(
        names.stream().map(name -> new Rule(name, pattern(name), name.indexOf('*') < 0)).toList());
  }

  boolean excludes(String column) {
    return rules.stream().anyMatch(rule -> rule.names().matcher(lower(column)).matches());
  }

  /**
   * Refuses a name that no column has: a mistyped one would let through what it is there to hold
   * back.
   */
  void requireAll(String table, List<String> columns) {
    for (Rule rule : rules) {
      if (rule.exact()
          && columns.stream().noneMatch(name -> rule.names().matcher(lower(name)).matches())) {
        throw new DatabricksException(
            Reason.INVALID,
            "Cannot sample "
                + table
                + ": excludeColumns names '"
                + rule.text()
                + "', which it has not. Its columns are: "
                + String.join(", ", columns)
                + ".");
      }
    }
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        Stream.of(lower(name).split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
