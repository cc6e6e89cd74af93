// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** DECIMAL: 128 bits each, most of which fit into 64. Immutable. */
final class DecimalVector extends Vector {

  private final Region values;
  private final int scale;

  DecimalVector(Validity validity, Region values, int scale) {
    super(validity);
    this.values = values;
    this.scale = scale;
  }

  @Override
  protected Object value(int row) {
    return small(row) ? BigDecimal.valueOf(low(row), scale) : large(row);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    if (small(row)) {
      sink.decimal(low(row), scale);
    } else {
      sink.decimal(large(row));
    }
  }

  private long low(int row) {
    return values.longAt(2 * row);
  }

  private long high(int row) {
    return values.longAt(2 * row + 1);
  }

  private boolean small(int row) {
    return high(row) == low(row) >> 63;
  }

  private BigDecimal large(int row) {
    byte[] bigEndian = new byte[16];
    for (int i = 0; i < 16; i++) {
      bigEndian[15 - i] = values.byteAt(16 * row + i);
    }
    return new BigDecimal(new BigInteger(bigEndian), scale);
  }
}
