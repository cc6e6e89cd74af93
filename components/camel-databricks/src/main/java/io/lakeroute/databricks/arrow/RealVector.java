// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;

/** DOUBLE, and FLOAT by its shortest decimal text: 0.1 stays 0.1. Immutable. */
final class RealVector extends Vector {

  private final Region values;
  private final boolean single;

  RealVector(Validity validity, Region values, boolean single) {
    super(validity);
    this.values = values;
    this.single = single;
  }

  @Override
  protected Object value(int row) {
    return number(row);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    sink.real(number(row));
  }

  private double number(int row) {
    return single ? Double.parseDouble(Float.toString(values.floatAt(row))) : values.doubleAt(row);
  }
}
