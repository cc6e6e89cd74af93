// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

/** VOID: a column of NULLs. Immutable. */
final class NullVector extends Vector {

  NullVector(int rows) {
    super(Validity.none(rows));
  }

  @Override
  protected Object value(int row) {
    throw new IllegalStateException("a NULL has no value");
  }
}
