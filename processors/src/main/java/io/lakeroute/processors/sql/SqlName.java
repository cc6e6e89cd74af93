// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a column or of an object in a catalog, parsed once and written quoted always;
 * immutable.
 *
 * @param parts the unquoted parts, outermost first
 */
public record SqlName(List<String> parts) {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]*");
  private static final int MAX_PART_LENGTH = 255;

  /** Refuses what no Unity Catalog name can be. */
  public SqlName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name needs at least one part");
    }
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > MAX_PART_LENGTH
          || part.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "a part of a name has 1 to "
                + MAX_PART_LENGTH
                + " characters and no control character");
      }
    }
  }

  /** A column: the text is the name as it is, dots and spaces included. */
  public static SqlName column(String name) {
    return new SqlName(List.of(name));
  }

  /** A table or view as {@code catalog.schema.object}; parts may be quoted with backticks. */
  public static SqlName object(String text) {
    List<String> parts = split(text);
    if (parts.size() != 3) {
      throw new IllegalArgumentException(
          "expected a three-part name catalog.schema.object, got " + parts.size() + " part(s)");
    }
    return new SqlName(parts);
  }

  /** A schema as {@code catalog.schema}; parts may be quoted with backticks. */
  public static SqlName schema(String text) {
    List<String> parts = split(text);
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          "expected a two-part name catalog.schema, got " + parts.size() + " part(s)");
    }
    return new SqlName(parts);
  }

  /** Whether it names the same object: Unity Catalog has names in one case only. */
  public boolean same(SqlName other) {
    return lowerCase().equals(other.lowerCase());
  }

  /** Whether it is the name of an object in that schema. */
  public boolean liesIn(SqlName schema) {
    return parts.size() == schema.parts.size() + 1
        && new SqlName(parts.subList(0, parts.size() - 1)).same(schema);
  }

  /** The name of an object in this schema. */
  public SqlName child(String name) {
    List<String> all = new ArrayList<>(parts);
    all.add(name);
    return new SqlName(all);
  }

  private List<String> lowerCase() {
    return parts.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
  }

  /** The name as it stands in a statement: each part in backticks. */
  public String quoted() {
    return parts.stream().map(SqlName::quote).collect(Collectors.joining("."));
  }

  /** The name as people write it: dotted, quoted only where it has to be. */
  @Override
  public String toString() {
    return parts.stream()
        .map(part -> PLAIN.matcher(part).matches() ? part : quote(part))
        .collect(Collectors.joining("."));
  }

  private static String quote(String part) {
    return '`' + part.replace("`", "``") + '`';
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = text.startsWith("`", at) ? quotedEnd(text, at) : plainEnd(text, at);
      String part = text.substring(at, end);
      if (part.startsWith("`")) {
        parts.add(part.substring(1, part.length() - 1).replace("``", "`"));
      } else if (PLAIN.matcher(part).matches()) {
        parts.add(part);
      } else {
        throw new IllegalArgumentException(
            "unquoted parts have letters, digits, _ and -; quote others with backticks");
      }
      if (end == text.length()) {
        return parts;
      }
      if (text.charAt(end) != '.') {
        throw new IllegalArgumentException("a dot is expected after a quoted part");
      }
      at = end + 1;
    }
  }

  private static int plainEnd(String text, int start) {
    int dot = text.indexOf('.', start);
    return dot < 0 ? text.length() : dot;
  }

  private static int quotedEnd(String text, int start) {
    int at = start + 1;
    while (true) {
      int quote = text.indexOf('`', at);
      if (quote < 0) {
        throw new IllegalArgumentException("a backtick is not closed");
      }
      if (!text.startsWith("``", quote)) {
        return quote + 1;
      }
      at = quote + 2;
    }
  }
}
