// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

/** BINARY. Immutable; every value is a copy. */
final class BinaryVector extends Vector {

  private final Offsets offsets;
  private final Region bytes;

  BinaryVector(Validity validity, Offsets offsets, Region bytes) {
    super(validity);
    this.offsets = offsets;
    this.bytes = bytes;
  }

  @Override
  protected Object value(int row) {
    return bytes.copy(offsets.from(row), offsets.length(row));
  }
}
