// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyReaderTest {

  private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
  private static final Map<String, Object> A = Map.of("id", 1);
  private static final Map<String, Object> B = Map.of("id", 2);

  static {
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @Test
  void reads_maps_lists_and_record_batches_one_in_another() {
    RecordBatch batch =
        new RecordBatch(
            List.of(new Column("id", "INT")), List.of(new Object[] {1}, new Object[] {2}));

    assertThat(rows(A)).containsExactly(A);
    assertThat(rows(List.of(A, B))).containsExactly(A, B);
    assertThat(rows(batch)).containsExactly(A, B);
    assertThat(rows(List.of(batch, List.of(A), B).iterator())).containsExactly(A, B, A, B);
    assertThat(rows(List.of())).isEmpty();
  }

  @Test
  void reads_json_lines_and_arrays_from_texts_bytes_streams_and_files(@TempDir Path folder)
      throws IOException {
    String lines = "{\"id\": 1}\n\n{\"id\": 2}";
    String array = " [{\"id\": 1},\n {\"id\": 2}] ";
    Path file = Files.writeString(folder.resolve("rows.jsonl"), lines);

    for (String json : List.of(lines, array)) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThat(rows(json)).containsExactly(A, B);
      assertThat(rows(bytes)).containsExactly(A, B);
      assertThat(rows(new ByteArrayInputStream(bytes))).containsExactly(A, B);
    }
    assertThat(rows(file.toFile())).containsExactly(A, B);
    assertThat(rows("")).isEmpty();
    assertThat(rows("[]")).isEmpty();
    assertThat(rows("{\"m\": 12345678901234567890.123456789, \"n\": null, \"l\": [{\"x\": 1.0}]}"))
        .containsExactly(
            mapWithNull(
                Map.of(
                    "m",
                    new BigDecimal("12345678901234567890.123456789"),
                    "l",
                    List.of(Map.of("x", new BigDecimal("1.0")))),
                "n"));
  }

  @Test
  void knows_bodies_that_can_be_read_once_only() {
    assertThat(BodyReader.once(List.of(A).iterator())).isTrue();
    assertThat(BodyReader.once(InputStream.nullInputStream())).isTrue();
    assertThat(BodyReader.once(List.of(A))).isFalse();
    assertThat(BodyReader.once("{}")).isFalse();
    assertThat(BodyReader.once(new InputStreamCache(new byte[0]))).isFalse();
  }

  @Test
  void reads_a_cached_stream_from_its_start_each_time() {
    InputStreamCache cache = new InputStreamCache("{\"id\": 1}".getBytes(StandardCharsets.UTF_8));

    assertThat(rows(cache)).containsExactly(A);
    assertThat(rows(cache)).containsExactly(A);
  }

  @Test
  void says_what_is_wrong_with_a_body_and_where_and_repeats_nothing_of_it() {
    String allowed =
        "Write a map, a list or an iterator of maps, record batches, or JSON: lines or an array.";
    assertInvalid(null, "The body is empty. Write an empty list where there are no rows.");
    assertInvalid(42, "The body is a java.lang.Integer. " + allowed);
    assertInvalid(
        List.of("hush"), "The body holds a java.lang.String where a row is expected. " + allowed);
    assertInvalid(
        Arrays.asList(A, null), "The body holds a null where a row is expected. " + allowed);
    assertInvalid(
        "{\"id\": 1}\n[\"hush\"]",
        "The body holds something else than an object, at line 2, column 1. Write JSON objects, line by line or in one array.");
    assertInvalid(
        "{\"id\": 1}\n{\"id\": hush}",
        "The body is no JSON, at line 2, column 8. Write JSON objects, line by line or in one array.");
    assertInvalid(
        "[{\"id\": 1}",
        "The body is no JSON, at line 1, column 11. Write JSON objects, line by line or in one array.");
    assertInvalid(
        "[{\"id\": 1}] {\"id\": 2}",
        "The body goes on after the end of its array, at line 1, column 13. Write JSON objects, line by line or in one array.");
    assertInvalid(
        "{\"id\": 1, \"id\": 2}",
        "The body is no JSON, at line 1, column 15. Write JSON objects, line by line or in one array.");
  }

  private static void assertInvalid(Object body, String message) {
    assertThatThrownBy(() -> rows(body))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }

  private static List<Map<String, Object>> rows(Object body) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.getMessage().setBody(body);
    List<Map<String, Object>> rows = new ArrayList<>();
    Iterator<Map<String, Object>> each = BodyReader.rows(exchange);
    each.forEachRemaining(rows::add);
    assertThat(each.hasNext()).as("the end stays the end").isFalse();
    return rows;
  }

  private static Map<String, Object> mapWithNull(Map<String, Object> map, String key) {
    Map<String, Object> copy = new java.util.HashMap<>(map);
    copy.put(key, null);
    return copy;
  }
}
