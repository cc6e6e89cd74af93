// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.Locale;

/** What a column's SQL type means for filtering, ordering and encoding; immutable. */
public enum ColumnKind {
  INTEGER(Ordered.NUMBER),
  DECIMAL(Ordered.NUMBER),
  FLOATING(Ordered.NUMBER),
  TEXT(Ordered.TEXT),
  /** Text under a collation: the warehouse can order it, we cannot. */
  COLLATED_TEXT(Ordered.IN_THE_WAREHOUSE_ONLY),
  BOOLEAN(Ordered.BOOLEAN),
  DATE(Ordered.TIME),
  TIMESTAMP(Ordered.TIME),
  TIMESTAMP_NTZ(Ordered.TIME),
  VARIANT(Ordered.NOT),
  OTHER(Ordered.NOT);

  /** Which values can be compared with each other. */
  public enum Ordered {
    NUMBER,
    TEXT,
    BOOLEAN,
    TIME,
    IN_THE_WAREHOUSE_ONLY,
    NOT
  }

  private final Ordered ordered;

  ColumnKind(Ordered ordered) {
    this.ordered = ordered;
  }

  /** Which other values this kind's values compare with. */
  public Ordered ordered() {
    return ordered;
  }

  /** The kind of a type as Unity Catalog writes it, such as {@code decimal(10,2)}. */
  public static ColumnKind of(String sqlType) {
    String type = sqlType.trim().toUpperCase(Locale.ROOT);
    String name = type.split("[\\s(<]", 2)[0];
    return switch (name) {
      case "TINYINT", "BYTE", "SMALLINT", "SHORT", "INT", "INTEGER", "BIGINT", "LONG" -> INTEGER;
      case "DECIMAL", "NUMERIC", "DEC" -> DECIMAL;
      case "FLOAT", "REAL", "DOUBLE" -> FLOATING;
      case "STRING", "VARCHAR", "CHAR" ->
          type.contains(" COLLATE ") && !type.endsWith(" UTF8_BINARY") ? COLLATED_TEXT : TEXT;
      case "BOOLEAN" -> BOOLEAN;
      case "DATE" -> DATE;
      case "TIMESTAMP" -> TIMESTAMP;
      case "TIMESTAMP_NTZ" -> TIMESTAMP_NTZ;
      case "VARIANT" -> VARIANT;
      default -> OTHER;
    };
  }
}
