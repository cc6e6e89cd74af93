// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.ColumnKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a value that rules compare; immutable.
 *
 * @param kind what its values are
 * @param text as in SQL
 * @param element of an array; empty for scalars
 */
record DataType(ColumnKind kind, String text, Optional<DataType> element) {

  private static final Pattern CHAR = Pattern.compile("CHAR\\((\\d{1,5})\\).*");

  static final DataType WHOLE = of("BIGINT");
  static final DataType DOUBLE = of("DOUBLE");

  /** A type as Unity Catalog writes it. */
  static DataType of(String sqlType) {
    String text = sqlType.trim().toUpperCase(Locale.ROOT);
    if (text.startsWith("ARRAY<") && text.endsWith(">")) {
      DataType element = of(text.substring("ARRAY<".length(), text.length() - 1));
      return new DataType(ColumnKind.OTHER, text, Optional.of(element));
    }
    return new DataType(ColumnKind.of(text), text, Optional.empty());
  }

  boolean array() {
    return element.isPresent();
  }

  boolean textual() {
    return kind == ColumnKind.TEXT || kind == ColumnKind.COLLATED_TEXT;
  }

  boolean number() {
    return kind == ColumnKind.INTEGER || kind == ColumnKind.DECIMAL || kind == ColumnKind.FLOATING;
  }

  boolean temporal() {
    return kind == ColumnKind.DATE
        || kind == ColumnKind.TIMESTAMP
        || kind == ColumnKind.TIMESTAMP_NTZ;
  }

  /**
   * Whether a segment can use it at all: each of these has an order, which makes results stable.
   */
  boolean usable() {
    return element
        .map(each -> !each.array() && each.usable())
        .orElse(kind != ColumnKind.OTHER && kind != ColumnKind.VARIANT);
  }

  /** Whether a rule may ask that of such values. */
  boolean takes(Operator.Test test) {
    if (test == Operator.Test.NULL) {
      return true;
    }
    if (array()) {
      return test == Operator.Test.CONTAINS;
    }
    if (test.partial()) {
      return textual();
    }
    return !test.ordered() || kind != ColumnKind.BOOLEAN;
  }

  /**
   * The characters that every value has, as blanks are read up to them; 0 where texts are as long
   * as they were written.
   */
  int padding() {
    Matcher type = CHAR.matcher(text);
    return type.matches() ? Integer.parseInt(type.group(1)) : 0;
  }

  /**
   * A text as it is read of a column of this type: engines pad what a column is compared with only
   * where both stand side by side, and not in a list or behind an aggregate.
   */
  String padded(String value) {
    int missing = padding() - value.codePointCount(0, value.length());
    return missing > 0 ? value + " ".repeat(missing) : value;
  }

  /** Whether equal values of both types are equal in a join, and others are not. */
  boolean joins(DataType other) {
    if (textual() || other.textual()) {
      return textual() && other.textual() && padding() == other.padding();
    }
    boolean exact = exact() && other.exact();
    return exact || (kind == other.kind && (kind != ColumnKind.OTHER || text.equals(other.text)));
  }

  private boolean exact() {
    return kind == ColumnKind.INTEGER || kind == ColumnKind.DECIMAL;
  }

  /** Whether a parameter has another type, although values are equal. */
  boolean single() {
    return text.equals("FLOAT") || text.equals("REAL");
  }

  /** The type that a parameter has to be cast to, where it would compare otherwise. */
  Optional<String> castOf() {
    return single() ? Optional.of("FLOAT") : Optional.empty();
  }

  /** What the rows of a key with such values become. */
  DataType aggregated(Aggregate aggregate) {
    return switch (aggregate) {
      case COUNT, COUNT_DISTINCT -> WHOLE;
      case SUM -> kind == ColumnKind.FLOATING ? DOUBLE : kind == ColumnKind.INTEGER ? WHOLE : this;
      case AVERAGE -> kind == ColumnKind.DECIMAL ? this : DOUBLE;
      case MIN, MAX, FIRST, LAST -> this;
    };
  }
}
