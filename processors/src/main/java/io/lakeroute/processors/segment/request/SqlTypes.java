// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The SQL types of parameters, for people who read a statement; stateless. */
final class SqlTypes {

  private SqlTypes() {}

  static String of(Object value) {
    if (value instanceof BigDecimal) {
      return "DECIMAL";
    }
    if (value instanceof Long) {
      return "BIGINT";
    }
    if (value instanceof Double) {
      return "DOUBLE";
    }
    if (value instanceof Boolean) {
      return "BOOLEAN";
    }
    if (value instanceof Instant) {
      return "TIMESTAMP";
    }
    if (value instanceof LocalDateTime) {
      return "TIMESTAMP_NTZ";
    }
    return value instanceof LocalDate ? "DATE" : "STRING";
  }
}
