// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.time.LocalDate;

/** DATE, as days since 1970. Immutable. */
final class DateVector extends Vector {

  private final Region days;

  DateVector(Validity validity, Region days) {
    super(validity);
    this.days = days;
  }

  @Override
  protected Object value(int row) {
    return LocalDate.ofEpochDay(days.intAt(row));
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    sink.date(days.intAt(row));
  }
}
