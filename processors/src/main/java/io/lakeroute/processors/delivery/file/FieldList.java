// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The option {@code fields}: which columns of the rows a file has, in which order, and under which
 * names. Immutable.
 *
 * @param fields empty for all columns as they are
 */
public record FieldList(List<Field> fields) {

  private static final String NAME = "(?:`((?:[^`]|``)+)`|([^,`]+?))";
  private static final Pattern FIELD =
      Pattern.compile("\\s*" + NAME + "(?:\\s+(?i:AS)\\s+" + NAME + ")?\\s*(?:,|$)");

  public FieldList {
    fields = List.copyOf(fields);
  }

  /**
   * One column of the file.
   *
   * @param column the column of the rows
   * @param name the name in the file
   */
  public record Field(String column, String name) {

    /** A column under its own name. */
    static Field of(String column) {
      return new Field(column, column);
    }
  }

  /**
   * Reads {@code email,customer_id AS id}; a name with a comma or a blank AS stands between
   * backquotes.
   *
   * @throws IllegalArgumentException for a text that is no such list, or names two fields alike
   */
  public static FieldList parse(String option) {
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Matcher matcher = FIELD.matcher(option);
    int from = 0;
    while (from < option.length() && !option.isBlank()) {
      if (!matcher.find(from)
          || matcher.start() != from
          || matcher.group().strip().matches("[^`]*\\s(?i:AS)\\s*,?")) {
        throw unreadable(option);
      }
      String column = name(matcher, 1);
      Field field =
          new Field(
              column,
              matcher.group(3) == null && matcher.group(4) == null ? column : name(matcher, 3));
      if (!names.add(field.name())) {
        throw new IllegalArgumentException(
            "fields has the name '%s' twice; rename one of them with AS.".formatted(field.name()));
      }
      fields.add(field);
      from = matcher.end();
    }
    if (option.stripTrailing().endsWith(",")) {
      throw unreadable(option);
    }
    return new FieldList(fields);
  }

  private static String name(Matcher matcher, int group) {
    String quoted = matcher.group(group);
    return quoted == null ? matcher.group(group + 1).strip() : quoted.replace("``", "`");
  }

  private static IllegalArgumentException unreadable(String option) {
    return new IllegalArgumentException(
        "fields is '%s'; write column names separated by commas, each with AS and another name where it changes, as in email,customer_id AS id."
            .formatted(option));
  }

  boolean all() {
    return fields.isEmpty();
  }
}
