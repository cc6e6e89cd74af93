// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * TIMESTAMP, an instant whatever zone the session has, and TIMESTAMP_NTZ, a wall clock. Immutable.
 */
final class TimestampVector extends Vector {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Region values;
  private final long perSecond;
  private final boolean instants;

  /**
   * @param perSecond how many of the unit make a second
   */
  TimestampVector(Validity validity, Region values, long perSecond, boolean instants) {
    super(validity);
    this.values = values;
    this.perSecond = perSecond;
    this.instants = instants;
  }

  @Override
  protected Object value(int row) {
    long value = values.longAt(row);
    return instants
        ? Instant.ofEpochSecond(second(value), nano(value))
        : LocalDateTime.ofEpochSecond(second(value), nano(value), ZoneOffset.UTC);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    long value = values.longAt(row);
    if (instants) {
      sink.instant(second(value), nano(value));
    } else {
      sink.dateTime(second(value), nano(value));
    }
  }

  private long second(long value) {
    return Math.floorDiv(value, perSecond);
  }

  private int nano(long value) {
    return (int) (Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond));
  }
}
