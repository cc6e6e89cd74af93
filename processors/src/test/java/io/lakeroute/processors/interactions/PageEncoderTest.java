// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.interactions.InteractionPage.Interaction;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageEncoderTest {

  private static final InteractionSource SOURCE =
      Sources.bind(
          """
          name: s
          connection: c
          source: main.s.s
          crosswalk: id
          type: {column: kind}
          timestamp: at
          key: [id]
          attributes: {renamed: v, free: free, at: at}
          """,
          "id STRING\nkind STRING\nat TIMESTAMP\nv STRING\nfree VARIANT");

  @Test
  void keeps_the_types_of_values() {
    assertThat(attribute("text \" \u00e9")).isEqualTo("\"text \\\" \u00e9\"");
    assertThat(attribute(9007199254740993L)).isEqualTo("9007199254740993");
    assertThat(attribute(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(attribute(new BigDecimal("0.10"))).isEqualTo("0.10");
    assertThat(attribute(new BigDecimal("12345678901234567890123456789.123456789")))
        .isEqualTo("12345678901234567890123456789.123456789");
    assertThat(attribute(0.1d)).isEqualTo("0.1");
    assertThat(attribute(Double.NaN)).isEqualTo("\"NaN\"");
    assertThat(attribute(true)).isEqualTo("true");
    assertThat(attribute(null)).isEqualTo("null");
    assertThat(attribute(LocalDate.parse("2025-01-31"))).isEqualTo("\"2025-01-31\"");
    assertThat(attribute(LocalDateTime.parse("2025-01-31T00:00")))
        .isEqualTo("\"2025-01-31T00:00:00\"");
    assertThat(attribute(Instant.parse("2025-01-31T00:00:00.000001Z")))
        .isEqualTo("\"2025-01-31T00:00:00.000001Z\"");
    assertThat(attribute(new byte[] {1, 2, 3})).isEqualTo("\"AQID\"");
    assertThat(attribute(List.of(Map.of("a", Arrays.asList(1L, null)))))
        .isEqualTo("[{\"a\":[1,null]}]");
  }

  @Test
  void writes_variants_as_the_json_they_are_and_never_breaks_the_answer() {
    assertThat(variant("{\"a\":[1.10,null]}")).isEqualTo("{\"a\":[1.10,null]}");
    assertThat(variant("12345678901234567890.10")).isEqualTo("12345678901234567890.10");
    assertThat(variant("\"text\"")).isEqualTo("\"text\"");
    for (String broken : List.of("", "{", "1 2", "],\"x\":[", "{\"a\":1}}")) {
      assertThat(variant(broken)).as(broken).isEqualTo("\"" + broken.replace("\"", "\\\"") + "\"");
    }
  }

  @Test
  void writes_timestamps_as_rfc_3339_in_utc_with_microseconds() {
    assertThat(timestamp(Instant.parse("2025-01-31T08:15:30.123456Z")))
        .isEqualTo("\"2025-01-31T08:15:30.123456Z\"");
    assertThat(timestamp(LocalDateTime.parse("2025-01-31T08:15")))
        .isEqualTo("\"2025-01-31T08:15:00Z\"");
    assertThat(timestamp(LocalDate.parse("2025-01-31"))).isEqualTo("\"2025-01-31T00:00:00Z\"");
    assertThat(timestamp(null)).isEqualTo("null");
  }

  @Test
  void writes_the_whole_answer_and_leaves_next_out_on_the_last_page() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", "visit");
    row.put("at", Instant.parse("2025-01-31T08:15:30Z"));
    row.put("v", 1L);
    row.put("id", "never shown unless mapped");

    assertThat(encoded(List.of(row), Optional.of("abc")))
        .isEqualTo(
            "{\"profile\":\"p\",\"interactions\":[{\"type\":\"visit\",\"timestamp\":"
                + "\"2025-01-31T08:15:30Z\",\"source\":\"s\",\"attributes\":{\"renamed\":1,"
                + "\"free\":null,\"at\":\"2025-01-31T08:15:30Z\"}}],\"next\":\"abc\"}");
    assertThat(encoded(List.of(), Optional.empty()))
        .isEqualTo("{\"profile\":\"p\",\"interactions\":[]}");
  }

  private static String attribute(Object value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("v", value);
    String json = encoded(List.of(row), Optional.empty());
    return json.substring(
        json.indexOf("\"renamed\":") + 10, json.lastIndexOf(",\"free\":null,\"at\":null}"));
  }

  private static String variant(String value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("free", value);
    String json = encoded(List.of(row), Optional.empty());
    return json.substring(json.indexOf("\"free\":") + 7, json.lastIndexOf(",\"at\":null}"));
  }

  private static String timestamp(Object value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("at", value);
    String json = encoded(List.of(row), Optional.empty());
    return json.substring(json.indexOf("\"timestamp\":") + 12, json.indexOf(",\"source\""));
  }

  private static String encoded(List<Map<String, Object>> rows, Optional<String> next) {
    InteractionPage page =
        new InteractionPage(
            rows.stream().map(row -> new Interaction(SOURCE, row)).toList(), Map.of());
    return new String(PageEncoder.encode("p", page, next), StandardCharsets.UTF_8);
  }
}
