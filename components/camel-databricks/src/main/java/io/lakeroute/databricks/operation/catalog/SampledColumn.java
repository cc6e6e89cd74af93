// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.ColumnInfo;
import io.lakeroute.databricks.name.ObjectName;
import java.util.Locale;

/**
 * A column of a sampled table and how its values are read. Immutable.
 *
 * @param info what Unity Catalog says about it
 * @param kind how its values are shown
 */
record SampledColumn(ColumnInfo info, Kind kind) {

  /** What can be done with the values of a type. */
  enum Kind {
    /** Numbers, dates and truth values: shown as they are. */
    SCALAR,
    /** Cut where they are long. */
    TEXT,
    /** Shown by their size. */
    BINARY,
    /** Shown as JSON text, cut where it is long; not compared. */
    NESTED,
    /** Types without a text of their own, such as maps on a globe: counted only. */
    OPAQUE,
    /** Not read at all. */
    EXCLUDED
  }

  static SampledColumn of(ColumnInfo info, boolean excluded) {
    return new SampledColumn(info, excluded ? Kind.EXCLUDED : kind(info.getTypeText()));
  }

  private static Kind kind(String typeText) {
    String type = typeText == null ? "" : typeText.toUpperCase(Locale.ROOT);
    return switch (type.replaceAll("[(<\\s].*", "")) {
      case "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP_NTZ" ->
          Kind.SCALAR;
      case "STRING", "CHAR", "VARCHAR" -> Kind.TEXT;
      case "BINARY" -> Kind.BINARY;
      case "ARRAY", "MAP", "STRUCT", "VARIANT" -> Kind.NESTED;
      default -> Kind.OPAQUE;
    };
  }

  String name() {
    return info.getName();
  }

  /** Whether anything of it is selected. */
  boolean read() {
    return kind != Kind.EXCLUDED;
  }

  /** Whether its values are part of the rows. */
  boolean shown() {
    return kind != Kind.EXCLUDED && kind != Kind.OPAQUE;
  }

  /** Whether different values are counted. */
  boolean counted() {
    return kind == Kind.SCALAR || kind == Kind.TEXT || kind == Kind.BINARY;
  }

  /** Whether it has a least and a greatest value. */
  boolean ordered() {
    return kind == Kind.SCALAR || kind == Kind.TEXT;
  }

  String quoted() {
    return ObjectName.quote(name());
  }

  /** A value as it is shown; one character more than is shown tells a cut text from a whole one. */
  String value(String expression, int length) {
    return switch (kind) {
      case TEXT -> "substr(" + expression + ", 1, " + (length + 1) + ")";
      case NESTED -> "substr(to_json(" + expression + "), 1, " + (length + 1) + ")";
      case BINARY -> "octet_length(" + expression + ")";
      default -> expression;
    };
  }

  /** What a value of the result is shown as. */
  Object shown(Object value, int length) {
    if (kind == Kind.BINARY) {
      return value == null ? null : value + (value.equals(1L) ? " byte" : " bytes");
    }
    return value instanceof String text ? cut(text, length) : value;
  }

  private static String cut(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length)) + "…";
  }
}
