// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;

/** BOOLEAN. Immutable. */
final class BooleanVector extends Vector {

  private final Region values;

  BooleanVector(Validity validity, Region values) {
    super(validity);
    this.values = values;
  }

  @Override
  protected Object value(int row) {
    return values.bitAt(row);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    sink.flag(values.bitAt(row));
  }
}
