// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

/**
 * Where the values of a column of varying length begin and end. Immutable; the offsets are known to
 * rise and to stay inside.
 */
final class Offsets {

  private final Region offsets;

  /**
   * @param limit what the last offset may be at most
   */
  Offsets(Region offsets, int rows, long limit) {
    if (rows > 0) {
      offsets.atLeast((rows + 1L) * Integer.BYTES);
      long last = 0;
      for (int i = 0; i <= rows; i++) {
        int next = offsets.intAt(i);
        if (next < last || next > limit) {
          throw new IndexOutOfBoundsException("offset " + next + " after " + last);
        }
        last = next;
      }
    }
    this.offsets = offsets;
  }

  int from(int row) {
    return offsets.intAt(row);
  }

  int length(int row) {
    return offsets.intAt(row + 1) - offsets.intAt(row);
  }
}
