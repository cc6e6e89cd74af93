// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.util.List;

/** A type as SQL spells it, taken apart. Immutable. */
public sealed interface SqlType {

  /**
   * A type without parts, and what nothing more is known of.
   *
   * @param name in capitals, as in {@code DECIMAL} or {@code INTERVAL DAY TO SECOND}
   * @param precision in brackets and without blanks, as in {@code (10,2)}; often empty
   */
  record Simple(String name, String precision) implements SqlType {}

  record ArrayOf(SqlType element) implements SqlType {}

  record MapOf(SqlType key, SqlType value) implements SqlType {}

  record StructOf(List<Field> fields) implements SqlType {
    public StructOf {
      fields = List.copyOf(fields);
    }
  }

  record Field(String name, SqlType type, boolean nullable) {}

  /** Whether its values are lists or maps. */
  default boolean nested() {
    return !(this instanceof Simple simple) || simple.name().matches("ARRAY|MAP|STRUCT");
  }

  /** The type of a text such as {@code ARRAY<DECIMAL(10,2)>}. */
  static SqlType parse(String text) {
    return new SqlTypeParser(text).type();
  }
}
