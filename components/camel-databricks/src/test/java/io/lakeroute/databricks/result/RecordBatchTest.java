// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

  private final Map<String, Object> values = new LinkedHashMap<>();

  @Test
  void writes_each_type_as_json() {
    values.put("long", 9_223_372_036_854_775_807L);
    values.put("double", 0.1);
    values.put("nan", Double.NaN);
    values.put("decimal", new BigDecimal("1E+3"));
    values.put("cents", new BigDecimal("446.60"));
    values.put("instant", Instant.parse("2024-03-10T02:30:00.123456Z"));
    values.put("second", Instant.parse("2024-01-02T00:00:00Z"));
    values.put("ntz", LocalDateTime.parse("2024-01-02T00:00"));
    values.put("date", LocalDate.parse("2024-02-29"));
    values.put("flag", true);
    values.put("binary", new byte[] {0, (byte) 0xff});
    values.put("text", "a\"b\nü");
    values.put("list", List.of(1L, "x"));
    values.put("map", Map.of("k", new BigDecimal("1.50")));
    values.put("none", null);

    assertThat(batch().toJsonLines())
        .isEqualTo(
            """
            {"long":9223372036854775807,"double":0.1,"nan":"NaN","decimal":1000,"cents":446.60,\
            "instant":"2024-03-10T02:30:00.123456Z","second":"2024-01-02T00:00:00Z","ntz":"2024-01-02T00:00:00",\
            "date":"2024-02-29","flag":true,"binary":"AP8=","text":"a\\"b\\nü","list":[1,"x"],"map":{"k":1.50},\
            "none":null}
            """);
  }

  @Test
  void writes_an_array_with_nothing_in_it() {
    assertThat(new RecordBatch(List.of(new Column("a", "INT")), List.of()).toJson())
        .isEqualTo("[]");
  }

  @Test
  void writes_an_array_of_rows() {
    RecordBatch batch =
        new RecordBatch(
            List.of(new Column("a", "INT")), List.of(new Object[] {1L}, new Object[] {2L}));

    assertThat(batch.toJson()).isEqualTo("[{\"a\":1},{\"a\":2}]");
  }

  @Test
  void tells_null_from_empty_text_in_csv() {
    values.put("a", null);
    values.put("b", "");
    values.put("c", "x,\"y\"\nz");
    values.put("d", new BigDecimal("1E+3"));
    values.put("e", 0.1);
    values.put("f", List.of(1L));
    values.put("g", Instant.parse("2024-03-10T02:30:00.1Z"));

    assertThat(batch().toCsv())
        .isEqualTo(
            "a,b,c,d,e,f,g\n,\"\",\"x,\"\"y\"\"\nz\",1000,0.1,[1],2024-03-10T02:30:00.100Z\n");
  }

  @Test
  void gives_maps_in_the_order_of_the_columns_that_may_be_changed() {
    values.put("b", 1L);
    values.put("a", 2L);

    Map<String, Object> row = batch().asMaps().get(0);
    row.put("c", 3L);

    assertThat(row).containsExactly(Map.entry("b", 1L), Map.entry("a", 2L), Map.entry("c", 3L));
  }

  @Test
  void converts_to_what_routes_ask_for() throws Exception {
    values.put("a", 1L);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      var converter = context.getTypeConverter();
      assertThat(converter.mandatoryConvertTo(List.class, batch()))
          .isEqualTo(List.of(Map.of("a", 1L)));
      assertThat(converter.mandatoryConvertTo(String.class, batch())).isEqualTo("{\"a\":1}\n");
      assertThat(converter.mandatoryConvertTo(InputStream.class, batch()).readAllBytes())
          .isEqualTo("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void shows_no_value_in_its_text() {
    values.put("a", "hush");

    assertThat(batch().toString()).isEqualTo("RecordBatch[1 rows, 1 columns]");
  }

  private RecordBatch batch() {
    return new RecordBatch(
        values.keySet().stream().map(name -> new Column(name, "STRING")).toList(),
        Arrays.<Object[]>asList(values.values().toArray()));
  }
}
