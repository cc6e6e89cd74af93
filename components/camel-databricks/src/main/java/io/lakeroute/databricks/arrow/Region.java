// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One buffer of a column: a stretch of the body of a message, little-endian. Immutable.
 *
 * <p>Bounds are checked once, when a column is made, so that reading a value costs one access to an
 * array.
 *
 * @param bytes the whole body
 * @param offset where the stretch begins
 * @param length bytes in it
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a body, never compared
record Region(byte[] bytes, int offset, int length) {

  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle DOUBLE = view(double[].class);
  private static final VarHandle FLOAT = view(float[].class);

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  /** The value at an index of an array of that width. */
  long longAt(int index) {
    return (long) LONG.get(bytes, offset + index * Long.BYTES);
  }

  int intAt(int index) {
    return (int) INT.get(bytes, offset + index * Integer.BYTES);
  }

  short shortAt(int index) {
    return (short) SHORT.get(bytes, offset + index * Short.BYTES);
  }

  byte byteAt(int index) {
    return bytes[offset + index];
  }

  double doubleAt(int index) {
    return (double) DOUBLE.get(bytes, offset + index * Double.BYTES);
  }

  float floatAt(int index) {
    return (float) FLOAT.get(bytes, offset + index * Float.BYTES);
  }

  boolean bitAt(int index) {
    return (bytes[offset + (index >> 3)] >> (index & 7) & 1) != 0;
  }

  byte[] copy(int from, int count) {
    return Arrays.copyOfRange(bytes, offset + from, offset + from + count);
  }

  /** Itself, if it holds at least so many bytes. */
  Region atLeast(long needed) {
    if (length < needed) {
      throw new IndexOutOfBoundsException(
          "a buffer has " + length + " bytes where " + needed + " are needed");
    }
    return this;
  }
}
