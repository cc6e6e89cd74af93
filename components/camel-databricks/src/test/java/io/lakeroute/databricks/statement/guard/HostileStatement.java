// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of {@code /sql/hostile.txt} or its deep sibling: a statement, and what becomes of it.
 * Immutable.
 *
 * @param line as it stands in the file
 * @param verdicts of a fenced query, a query with readOnly, a fenced change
 */
record HostileStatement(String line, String verdicts, String sql) {

  private static final Pattern SHORTHAND =
      Pattern.compile("⟦(?:U\\+([0-9A-F]{4})|(\\d+) ((?:⟦[^⟧]*⟧|[^⟦⟧])*))⟧");

  static List<HostileStatement> all() {
    return Stream.concat(most().stream(), deep().stream()).toList();
  }

  static List<HostileStatement> most() {
    return read("/sql/hostile.txt");
  }

  /** Nested in more ways than those of {@link #most}. */
  static List<HostileStatement> deep() {
    return read("/sql/hostile-deep.txt");
  }

  private static List<HostileStatement> read(String file) {
    try (InputStream in = HostileStatement.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(HostileStatement::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostileStatement of(String line) {
    if (!line.matches("[pfi]{3}( .*)?")) {
      throw new IllegalArgumentException("not three letters and a statement: " + line);
    }
    return new HostileStatement(
        line, line.substring(0, 3), line.length() > 4 ? written(line.substring(4)) : "");
  }

  private static String written(String shorthand) {
    return SHORTHAND
        .matcher(shorthand)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) != null
                        ? Character.toString(Integer.parseInt(match.group(1), 16))
                        : written(match.group(3)).repeat(Integer.parseInt(match.group(2)))));
  }

  @Override
  public String toString() {
    return line;
  }
}
