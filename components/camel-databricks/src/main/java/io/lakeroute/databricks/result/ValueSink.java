// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Takes values one after the other, as objects or as they lie in a column, so that no object need
 * be made of them. For one thread.
 */
public interface ValueSink {

  void nothing() throws IOException;

  void integer(long value) throws IOException;

  void real(double value) throws IOException;

  void decimal(BigDecimal value) throws IOException;

  /** The decimal {@code unscaled} / 10^{@code scale}. */
  void decimal(long unscaled, int scale) throws IOException;

  void flag(boolean value) throws IOException;

  void text(String value) throws IOException;

  /** Text in UTF-8; what is not well-formed is replaced as {@link String} does it. */
  void text(byte[] utf8, int offset, int length) throws IOException;

  void binary(byte[] value) throws IOException;

  void date(long epochDay) throws IOException;

  void instant(long epochSecond, int nano) throws IOException;

  /** A wall clock without a zone, counted as if it were UTC. */
  void dateTime(long epochSecond, int nano) throws IOException;

  void list(List<?> values) throws IOException;

  void map(Map<?, ?> values) throws IOException;

  /** Any value that a row can hold. */
  default void value(Object value) throws IOException {
    if (value == null) {
      nothing();
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Long number) {
      integer(number);
    } else if (value instanceof Double number) {
      real(number);
    } else if (value instanceof BigDecimal number) {
      decimal(number);
    } else if (value instanceof Boolean flag) {
      flag(flag);
    } else if (value instanceof Instant instant) {
      instant(instant.getEpochSecond(), instant.getNano());
    } else if (value instanceof LocalDateTime wallClock) {
      dateTime(wallClock.toEpochSecond(ZoneOffset.UTC), wallClock.getNano());
    } else if (value instanceof LocalDate date) {
      date(date.toEpochDay());
    } else if (value instanceof byte[] binary) {
      binary(binary);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Float number) {
      real(Double.parseDouble(number.toString()));
    } else if (value instanceof Number number) {
      decimal(new BigDecimal(number.toString()));
    } else {
      text(value.toString());
    }
  }
}
