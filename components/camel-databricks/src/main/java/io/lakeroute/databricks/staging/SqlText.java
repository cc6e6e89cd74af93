// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

/** Writes texts that cannot be parameters, such as types and locations, as literals. Stateless. */
public final class SqlText {

  /**
   * The column that Spark's readers leave out unless {@code columnNameOfCorruptRecord} names one.
   */
  public static final String CORRUPT = "_corrupt_record";

  /** A literal that names no column, as names hold no control characters. */
  public static final String NO_COLUMN = "'\\u0001'";

  private SqlText() {}

  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
