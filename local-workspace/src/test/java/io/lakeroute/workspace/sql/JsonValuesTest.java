// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValuesTest {

  private static final long MICROS =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2024-01-02T03:04:05.123456Z"));

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("BIGINT", 7L, "\"7\""),
        Arguments.of("BOOLEAN", true, "\"true\""),
        Arguments.of("DOUBLE", Double.NaN, "\"NaN\""),
        Arguments.of("DECIMAL(38,18)", decimal("1E-18", 38, 18), "\"0.000000000000000001\""),
        Arguments.of("DATE", 19724, "\"2024-01-02\""),
        Arguments.of("TIMESTAMP", MICROS, "\"2024-01-02T12:04:05.123+09:00\""),
        Arguments.of("TIMESTAMP_NTZ", MICROS, "\"2024-01-02T03:04:05.123\""),
        Arguments.of("BINARY", new byte[] {0, -1}, "\"AP8=\""),
        Arguments.of("INTERVAL YEAR TO MONTH", 14, "\"INTERVAL '1-2' YEAR TO MONTH\""),
        Arguments.of("STRING", UTF8String.fromString("é"), "\"é\""),
        Arguments.of("STRING", null, "null"),
        Arguments.of(
            "ARRAY<INT>", new GenericArrayData(new Object[] {1, null}), "\"[\\\"1\\\",null]\""),
        Arguments.of(
            "STRUCT<x: INT>",
            new GenericInternalRow(new Object[] {1}),
            "\"{\\\"x\\\":\\\"1\\\"}\""));
  }

  @ParameterizedTest
  @MethodSource("values")
  void renders_a_value_as_the_service_does(String type, Object value, String expected) {
    var row = new GenericInternalRow(new Object[] {value});
    var node = new JsonValues("Asia/Tokyo").column(row, 0, DataType.fromDDL(type));
    assertThat(node.toString()).isEqualTo(expected);
  }

  private static Decimal decimal(String value, int precision, int scale) {
    var type = DataTypes.createDecimalType(precision, scale);
    return Decimal.apply(new BigDecimal(value), type.precision(), type.scale());
  }
}
