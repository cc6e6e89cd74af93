// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "BIGINT | \"long\"",
        "INT | \"integer\"",
        "SMALLINT | \"short\"",
        "TINYINT | \"byte\"",
        "STRING | \"string\"",
        "VARCHAR(10) | \"string\"",
        "DECIMAL(18, 2) | \"decimal(18,2)\"",
        "DECIMAL | \"decimal(10,0)\"",
        "TIMESTAMP_NTZ | \"timestamp_ntz\"",
        "INTERVAL DAY TO SECOND | \"interval day to second\"",
        "ARRAY<INT> | {\"type\":\"array\",\"elementType\":\"integer\",\"containsNull\":true}",
        "MAP<STRING, DECIMAL(2,1)> |"
            + " {\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"decimal(2,1)\",\"valueContainsNull\":true}",
        "STRUCT<a: INT NOT NULL, `b c`: ARRAY<STRING>> | {\"type\":\"struct\",\"fields\":["
            + "{\"name\":\"a\",\"type\":\"integer\",\"nullable\":false,\"metadata\":{}},"
            + "{\"name\":\"b c\",\"type\":{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":true},"
            + "\"nullable\":true,\"metadata\":{}}]}",
        "ARRAY | \"string\"",
      })
  void writes_types_as_spark_does(String sqlType, String json) {
    assertThat(SparkSchema.json(List.of(new Column("c", sqlType))))
        .isEqualTo(
            "{\"type\":\"struct\",\"fields\":[{\"name\":\"c\",\"type\":"
                + json
                + ",\"nullable\":true,\"metadata\":{}}]}");
  }
}
