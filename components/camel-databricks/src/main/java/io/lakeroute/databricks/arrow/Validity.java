// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

/** How many rows a column has, and which of them have a value. Immutable. */
final class Validity {

  private final int rows;
  private final boolean complete;
  private final Region bits;

  private Validity(int rows, boolean complete, Region bits) {
    this.rows = rows;
    this.complete = complete;
    this.bits = bits;
  }

  /** Every row has a value. */
  static Validity all(int rows) {
    return new Validity(rows, true, new Region(new byte[0], 0, 0));
  }

  /** No row has one. */
  static Validity none(int rows) {
    int length = bytes(rows);
    return new Validity(rows, false, new Region(new byte[length], 0, length));
  }

  /** Those rows have one whose bit is set. */
  static Validity of(int rows, Region bits) {
    return new Validity(rows, false, bits.atLeast(bytes(rows)));
  }

  /** Bytes that hold a bit for each row. */
  static int bytes(int rows) {
    return (int) ((rows + 7L) / Byte.SIZE);
  }

  int rows() {
    return rows;
  }

  boolean at(int row) {
    return complete || bits.bitAt(row);
  }
}
