// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.math.BigDecimal;
import java.util.List;

/**
 * The narrowest decimal type that holds some numbers; immutable. Beside digits that it does not
 * need before the point, a comparison drops those that the column has after it.
 *
 * @param digits in all
 * @param scale digits after the point
 */
record DecimalType(int digits, int scale) {

  static final int MOST_DIGITS = 38;

  static DecimalType of(List<?> numbers) {
    int whole = 0;
    int scale = 0;
    for (Object each : numbers) {
      BigDecimal number = (BigDecimal) each;
      whole = Math.max(whole, number.precision() - number.scale());
      scale = Math.max(scale, number.scale());
    }
    return new DecimalType(Math.max(1, whole + scale), scale);
  }

  /** Whether the warehouse has such a type. */
  boolean exists() {
    return digits <= MOST_DIGITS;
  }

  @Override
  public String toString() {
    return "DECIMAL(" + digits + "," + scale + ")";
  }
}
