// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that the columns of a statement have, each in one spelling; stateless. */
final class ReturnedTypes {

  private static final Pattern DECIMAL =
      Pattern.compile("(?:DECIMAL|DEC|NUMERIC)(?:\\((\\d+)(?:,\\s*(\\d+))?\\))?");

  private ReturnedTypes() {}

  /** The type of what a segment returns. */
  static String of(BoundRule.Operand operand) {
    if (operand instanceof BoundRule.OfRows of && of.rows().of().isPresent()) {
      DataType type = of.rows().of().get().type();
      Matcher decimal = DECIMAL.matcher(type.text());
      if (decimal.matches() && of.rows().aggregate() == Aggregate.SUM) {
        return decimal(decimal, 10, 0);
      }
      if (decimal.matches() && of.rows().aggregate() == Aggregate.AVERAGE) {
        return decimal(decimal, 4, 4);
      }
    }
    return of(operand.type());
  }

  /** A type that Unity Catalog names; texts of any length are texts in a statement. */
  static String of(DataType type) {
    if (type.array()) {
      return "ARRAY<" + of(type.element().orElseThrow()) + ">";
    }
    Matcher decimal = DECIMAL.matcher(type.text());
    if (decimal.matches()) {
      return decimal(decimal, 0, 0);
    }
    return switch (type.text()) {
      case "BYTE" -> "TINYINT";
      case "SHORT" -> "SMALLINT";
      case "INTEGER" -> "INT";
      case "LONG" -> "BIGINT";
      case "REAL" -> "FLOAT";
      default ->
          switch (type.kind()) {
            case TEXT -> "STRING";
            case COLLATED_TEXT ->
                "STRING" + type.text().substring(type.text().indexOf(" COLLATE "));
            default -> type.text();
          };
    };
  }

  /** As engines widen it, up to the digits that there are. */
  private static String decimal(Matcher type, int moreDigits, int moreScale) {
    int digits = type.group(1) == null ? 10 : Integer.parseInt(type.group(1));
    int scale = type.group(2) == null ? 0 : Integer.parseInt(type.group(2));
    return new DecimalType(
            Math.min(DecimalType.MOST_DIGITS, digits + moreDigits),
            Math.min(DecimalType.MOST_DIGITS, scale + moreScale))
        .toString();
  }
}
