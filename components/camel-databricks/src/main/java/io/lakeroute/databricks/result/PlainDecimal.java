// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.math.BigDecimal;

/**
 * Writes decimals in plain digits. Stateless.
 *
 * <p>A short number such as {@code 1e999999999} would become a text of a gigabyte.
 */
public final class PlainDecimal {

  /** The most digits of a plain number; no type of a table has that many. */
  static final int MOST_ZEROS = 1_000;

  private PlainDecimal() {}

  /**
   * The digits of a number.
   *
   * @throws ArithmeticException when there are too many; its text holds no value
   */
  public static String text(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MOST_ZEROS) {
      throw new ArithmeticException("has an exponent beyond " + MOST_ZEROS);
    }
    return number.toPlainString();
  }
}
