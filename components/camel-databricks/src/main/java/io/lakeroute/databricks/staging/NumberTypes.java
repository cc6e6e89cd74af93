// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Types of numbers and booleans; a value that would have to be rounded does not fit. Stateless. */
public final class NumberTypes {

  /** Digits and signs of the longest number that fits any type. */
  private static final int LONGEST = 400;

  private NumberTypes() {}

  static ColumnType bool() {
    return Scalar.cast(
        "BOOLEAN",
        Scalar.Form.BARE,
        value -> {
          String text = value instanceof CharSequence chars ? chars.toString().strip() : "";
          if (value instanceof Boolean
              || text.equalsIgnoreCase("true")
              || text.equalsIgnoreCase("false")) {
            return value.toString().strip().toLowerCase(java.util.Locale.ROOT);
          }
          throw value instanceof CharSequence
              ? Misfit.because("is a text that is neither true nor false")
              : Misfit.ofClass(value, "BOOLEAN");
        });
  }

  public static ColumnType integer(String sql, int bits) {
    return Scalar.cast(
        sql,
        Scalar.Form.BARE,
        value -> {
          BigDecimal number = number(value, sql);
          if (number.signum() == 0) {
            return "0";
          }
          if ((long) number.precision() - number.scale() > 19) {
            throw Misfit.because("is out of the range of " + sql);
          }
          BigDecimal shortest = number.stripTrailingZeros();
          if (shortest.scale() > 0) { // Converted, 1e-999999999 would take a gigabyte.
            throw Misfit.because("is no whole number");
          }
          BigInteger whole = shortest.toBigInteger();
          if (whole.bitLength() >= bits) {
            throw Misfit.because("is out of the range of " + sql);
          }
          return whole.toString();
        });
  }

  static ColumnType decimal(int precision, int scale) {
    String sql = "DECIMAL(" + precision + "," + scale + ")";
    return Scalar.cast(
        sql,
        Scalar.Form.BARE,
        value -> {
          BigDecimal number = number(value, sql);
          if (number.signum() == 0) {
            return "0";
          }
          if ((long) number.precision() - number.scale() > precision - scale) {
            throw Misfit.because(
                "has more than " + (precision - scale) + " digits before the point");
          }
          BigDecimal shortest = number.stripTrailingZeros();
          if (shortest.scale() > scale) {
            throw Misfit.because("has more than " + scale + " digits after the point");
          }
          return shortest.toPlainString();
        });
  }

  /** Floating-point numbers are approximations, so the nearest one fits; an overflow does not. */
  static ColumnType floating(String sql) {
    boolean single = sql.equals("FLOAT");
    return Scalar.cast(
        sql,
        Scalar.Form.FLOATING,
        value -> {
          if (value instanceof Double || value instanceof Float) {
            return floating(((Number) value).doubleValue(), value.toString(), single);
          }
          String text = value instanceof CharSequence chars ? chars.toString().strip() : "";
          if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
            return text;
          }
          BigDecimal number = number(value, sql);
          if (number.signum() != 0 && Math.abs((long) number.precision() - number.scale()) > 400) {
            throw Misfit.because("is out of the range of " + sql);
          }
          String plain = number.toString();
          double nearest = number.doubleValue();
          if (Double.isInfinite(nearest)) {
            throw Misfit.because("is out of the range of " + sql);
          }
          return floating(nearest, plain, single);
        });
  }

  private static String floating(double value, String text, boolean single) throws Misfit {
    if (single && Float.isInfinite((float) value) && !Double.isInfinite(value)) {
      throw Misfit.because("is out of the range of FLOAT");
    }
    return text;
  }

  private static BigDecimal number(Object value, String sql) throws Misfit {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      return parse(value.toString(), "is not a finite number");
    }
    if (value instanceof CharSequence text) {
      return parse(text.toString().strip(), "is a text that is no number");
    }
    throw Misfit.ofClass(value, sql);
  }

  private static BigDecimal parse(String text, String problem) throws Misfit {
    if (text.length() > LONGEST) {
      throw Misfit.because(problem);
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw Misfit.because(problem);
    }
  }
}
