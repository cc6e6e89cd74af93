// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

/** Writes texts that cannot be parameters, such as types and locations, as literals. Stateless. */
public final class SqlText {

  private SqlText() {}

  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
