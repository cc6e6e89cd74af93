// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A column's type: checks values and writes them as text that the warehouse turns back into exactly
 * the same value. Immutable.
 */
public interface ColumnType {

  /** The type in SQL, as in {@code DECIMAL(18,2)}. */
  String sql();

  /**
   * A value as text.
   *
   * @param value never null
   * @throws Misfit when it does not fit
   */
  String text(Object value) throws Misfit;

  /** A value inside a JSON text. */
  void json(Object value, JsonGenerator out) throws Misfit, IOException;

  /** The SQL expression that makes a value of this type of such a text. */
  String expression(String text);

  /** Whether values of this type can be written at all. */
  default boolean writable() {
    return true;
  }

  /** Whether two values can be compared in SQL. */
  default boolean comparable() {
    return true;
  }
}
