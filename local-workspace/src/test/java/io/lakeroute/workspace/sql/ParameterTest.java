// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT | 7 | INT | 7",
        "LONG | 7 | BIGINT | 7",
        "STRING | it's :x | STRING | it's :x",
        "DECIMAL(10,2) | 1.50 | DECIMAL(3,2) | 1.50",
        "DATE | 2024-01-02 | DATE | 2024-01-02",
        "TIMESTAMP | 2024-01-02 12:04:05.123456 | TIMESTAMP | 2024-01-02 03:04:05.123456",
        "BOOLEAN | true | BOOLEAN | true",
        "VOID | | VOID | NULL"
      })
  void becomes_a_literal_of_its_type(String type, String value, String sqlType, String text) {
    var literal = new Parameter("", type, Optional.ofNullable(value)).literal("Asia/Tokyo");
    assertThat(literal.dataType().sql()).isEqualTo(sqlType);
    assertThat(literal.toString()).isEqualToIgnoringCase(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BINARY", "ARRAY<INT>", "MAP<INT,INT>", "STRUCT<a:INT>", "NOPE"})
  void refuses_types_that_the_service_refuses(String type) {
    assertThatThrownBy(() -> new Parameter("p", type, Optional.of("1")).literal("UTC"))
        .isInstanceOf(SqlFailure.class)
        .hasMessage(
            "[INVALID_PARAMETER_MARKER_VALUE.INVALID_DATA_TYPE] An invalid parameter mapping was"
                + " provided: the type '%s' of parameter 'p' is not supported. SQLSTATE: 22023",
            type);
  }
}
