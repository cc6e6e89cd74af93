// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.util.Locale;
import java.util.function.IntFunction;

/** INTERVAL, as the literal that Databricks prints. Immutable. */
final class IntervalVector extends Vector {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final IntFunction<String> literal;

  private IntervalVector(Validity validity, IntFunction<String> literal) {
    super(validity);
    this.literal = literal;
  }

  /** Months in 32 bits, printed as {@code 1-2}: years and months. */
  static IntervalVector months(Validity validity, Region months) {
    return new IntervalVector(
        validity,
        row -> {
          long count = Math.abs((long) months.intAt(row));
          return (months.intAt(row) < 0 ? "-" : "") + count / 12 + "-" + count % 12;
        });
  }

  /**
   * A duration in 64 bits, printed as {@code 1 02:03:04.567000000}: days, hours, minutes, seconds.
   *
   * @param perSecond how many of the unit make a second
   */
  static IntervalVector dayTime(Validity validity, Region values, long perSecond) {
    return new IntervalVector(
        validity,
        row -> {
          long value = values.longAt(row);
          long whole = Math.abs(value / perSecond);
          long nanos = Math.abs(value % perSecond) * (NANOS_PER_SECOND / perSecond);
          return String.format(
              Locale.ROOT,
              "%s%d %02d:%02d:%02d.%09d",
              value < 0 ? "-" : "",
              whole / 86_400,
              whole / 3_600 % 24,
              whole / 60 % 60,
              whole % 60,
              nanos);
        });
  }

  @Override
  protected Object value(int row) {
    return literal.apply(row);
  }
}
