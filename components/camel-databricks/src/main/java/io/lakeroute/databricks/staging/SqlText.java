// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

/** Writes texts that cannot be parameters, such as types and locations, as literals. Stateless. */
public final class SqlText {

  /**
   * A literal that names no column, as names hold no control characters: Spark's readers leave out
   * the column that {@code columnNameOfCorruptRecord} names.
   */
  public static final String NO_COLUMN = "'\\u0001'";

  private SqlText() {}

  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
