// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;

/** The values of one column in one record batch. Immutable. */
abstract class Vector {

  private final Validity validity;

  Vector(Validity validity) {
    this.validity = validity;
  }

  final int rows() {
    return validity.rows();
  }

  /** The value of a row as an object of the JDK, or null where the database has NULL. */
  final Object get(int row) {
    return validity.at(row) ? value(row) : null;
  }

  /** Hands the value of a row to the sink. */
  final void write(int row, ValueSink sink) throws IOException {
    if (validity.at(row)) {
      value(row, sink);
    } else {
      sink.nothing();
    }
  }

  /** The value of a row that has one. */
  protected abstract Object value(int row);

  /** Hands over the value of a row that has one. */
  protected void value(int row, ValueSink sink) throws IOException {
    sink.value(value(row));
  }
}
