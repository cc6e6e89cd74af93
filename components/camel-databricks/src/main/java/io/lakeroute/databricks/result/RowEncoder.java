// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

/** Writes rows as text. For one result and one thread. */
abstract class RowEncoder implements ValueSink {

  /** Where the text goes. */
  protected final Utf8Buffer out;

  RowEncoder(Utf8Buffer out) {
    this.out = out;
  }

  static RowEncoder of(StreamFormat format, List<Column> columns, Utf8Buffer out) {
    return switch (format) {
      case JSON_LINES -> new JsonEncoder(columns, out, true);
      case JSON -> new JsonEncoder(columns, out, false);
      case CSV -> new CsvEncoder(columns, out);
    };
  }

  /** What comes before the first row. */
  abstract void begin();

  abstract void row(Rows rows, int index) throws IOException;

  /** What comes after the last row. */
  abstract void end();

  /** What comes before each value. */
  protected abstract void next();

  /** What stands around text that needs no escapes. */
  protected abstract void quote();

  @Override
  public void integer(long value) {
    next();
    out.number(value);
  }

  @Override
  public void real(double value) {
    next();
    boolean number = Double.isFinite(value);
    if (!number) {
      quote();
    }
    // The shortest text; the JDK's own before 19 is slower and not always the shortest.
    out.put(NumberOutput.toString(value, true));
    if (!number) {
      quote();
    }
  }

  @Override
  public void decimal(BigDecimal value) {
    next();
    out.put(PlainDecimal.text(value));
  }

  @Override
  public void decimal(long unscaled, int scale) {
    next();
    out.decimal(unscaled, scale);
  }

  @Override
  public void flag(boolean value) {
    next();
    out.put(value ? "true" : "false");
  }

  @Override
  public void binary(byte[] value) {
    next();
    quote();
    out.put(Base64.getEncoder().encode(value));
    quote();
  }

  @Override
  public void date(long epochDay) {
    next();
    quote();
    out.date(epochDay);
    quote();
  }

  @Override
  public void instant(long epochSecond, int nano) {
    next();
    quote();
    out.instant(epochSecond, nano);
    quote();
  }

  @Override
  public void dateTime(long epochSecond, int nano) {
    next();
    quote();
    out.dateTime(epochSecond, nano);
    quote();
  }
}
