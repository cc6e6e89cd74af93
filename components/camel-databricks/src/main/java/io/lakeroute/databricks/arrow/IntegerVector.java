// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;

/** TINYINT, SMALLINT, INT, BIGINT. Immutable. */
final class IntegerVector extends Vector {

  private final Region values;
  private final int bits;

  IntegerVector(Validity validity, Region values, int bits) {
    super(validity);
    this.values = values;
    this.bits = bits;
  }

  @Override
  protected Object value(int row) {
    return number(row);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    sink.integer(number(row));
  }

  private long number(int row) {
    return switch (bits) {
      case Long.SIZE -> values.longAt(row);
      case Integer.SIZE -> values.intAt(row);
      case Short.SIZE -> values.shortAt(row);
      default -> values.byteAt(row);
    };
  }
}
