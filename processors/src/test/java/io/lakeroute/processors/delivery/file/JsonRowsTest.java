// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.JsonRows;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {

  private static List<Map<String, Object>> read(String json) {
    List<Map<String, Object>> rows = new ArrayList<>();
    new JsonRows(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
        .forEachRemaining(rows::add);
    return rows;
  }

  @Test
  void reads_lines_arrays_and_both() {
    assertThat(read("{\"id\":1}\n\n{\"id\":2} [{\"id\":3},{\"id\":4}]\n[]{\"id\":5}"))
        .extracting(row -> row.get("id"))
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(read("")).isEmpty();
    assertThat(read(" \n")).isEmpty();
  }

  @Test
  void keeps_decimals_and_large_numbers_exact() {
    assertThat(read("{\"a\":0.10,\"b\":12345678901234567890,\"c\":[1.0]}").get(0).values())
        .containsExactly(
            new BigDecimal("0.10"),
            new BigInteger("12345678901234567890"),
            List.of(new BigDecimal("1.0")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":1} secret-value       | is not valid JSON
          {"id":1} {"id":secret-value} | is not valid JSON, or has a field twice
          {"id":1} {"id":"secret-value | is not valid JSON, or has a field twice
          {"id":1} {"id":1,"id":2}    | is not valid JSON, or has a field twice
          {"id":1} 7                  | is not a JSON object
          [{"id":1}, [7]]             | is not a JSON object
          [{"id":1}, null]            | is not a JSON object
          """)
  void says_which_row_is_wrong_and_shows_nothing_of_it(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasNoCause()
        .hasMessage(
            "Row 2 of the message %s. Send rows as JSON objects: one in each line, or in an array."
                .formatted(problem));
  }

  @Test
  void an_array_that_breaks_off_is_refused() {
    assertThatThrownBy(() -> read("[{\"id\":1}"))
        .hasMessageStartingWith("Row 2 of the message is not valid JSON.");
  }
}
