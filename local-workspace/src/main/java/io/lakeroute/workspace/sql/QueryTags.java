// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The query tags of a session, by key; one without a value has an empty one. Immutable. */
public record QueryTags(Map<String, String> values) {

  static final QueryTags NONE = new QueryTags(Map.of());

  private static final String LITERAL = "'((?:[^'\\\\]|\\\\.)*)'";

  /** {@code QUERY_TAGS['key'] = 'value'}; instead of a value, NULL or UNSET. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "QUERY_TAGS\\s*\\[\\s*%s\\s*]\\s*=\\s*(?:NULL|(UNSET)|%s)".formatted(LITERAL, LITERAL),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** One or more assignments, with commas between them. */
  static final String ASSIGNMENTS = "%s(?:\\s*,\\s*%s)*".formatted(plain(), plain());

  public QueryTags {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  private static String plain() {
    return ASSIGNMENT.pattern().replaceAll("(?<!\\\\)\\((?!\\?)", "(?:");
  }

  /** From the setting of a session: {@code key:value,key}, with backslashes before separators. */
  static QueryTags parse(String text) {
    var tags = new LinkedHashMap<String, String>();
    for (String tag : text.split("(?<!\\\\),")) {
      String[] sides = tag.split("(?<!\\\\):", 2);
      if (!sides[0].isBlank()) {
        tags.put(unescape(sides[0]), sides.length == 2 ? unescape(sides[1]) : "");
      }
    }
    return new QueryTags(tags);
  }

  /** After {@link #ASSIGNMENTS}. */
  QueryTags with(String assignments) {
    var tags = new LinkedHashMap<>(values);
    var assignment = ASSIGNMENT.matcher(assignments);
    while (assignment.find()) {
      String key = unescape(assignment.group(1));
      if (assignment.group(2) != null) {
        tags.remove(key);
      } else {
        tags.put(key, assignment.group(3) == null ? "" : unescape(assignment.group(3)));
      }
    }
    return new QueryTags(tags);
  }

  QueryTags with(QueryTags others) {
    var tags = new LinkedHashMap<>(values);
    tags.putAll(others.values());
    return new QueryTags(tags);
  }

  private static String unescape(String text) {
    return text.replaceAll("\\\\(.)", "$1").strip();
  }
}
