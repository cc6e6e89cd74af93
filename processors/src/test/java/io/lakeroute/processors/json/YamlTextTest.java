// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that is written into YAML is the same text where it is read. */
class YamlTextTest {

  private static final long SEED = 15;
  private static final String[] PARTS = {
    "a", "Z", "0", "_", "-", ".", " ", "#", ":", ": ", " #", "\"", "'", "\\", "\n", "\r", "\t", "{",
    "}", "[", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "~", "true", "no", "null", "ü", "漢",
    "\u0085", "\u2028", "\u2029", "\ufeff", "\ufffe", "\u0000", "\u007f", "😀", "1e5", "0x1"
  };

  @Test
  void what_is_written_is_read_whatever_it_holds() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(6); part >= 0; part--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      requireSame(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "No",
        "y",
        "null",
        "~",
        "1",
        "1.5",
        "1_000",
        ".inf",
        "2026-11-28",
        "on"
      })
  void what_looks_like_another_type_is_a_text(String text) throws Exception {
    requireSame(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer_id", "main.crm.customers", "product.category", "a-b"})
  void plain_names_have_no_quotes(String text) {
    assertThat(YamlText.scalar(text)).isEqualTo(text);
  }

  private static void requireSame(String text) throws Exception {
    String written = YamlText.scalar(text);
    assertThat(written.lines()).as(written).hasSize(1);

    JsonNode read = parse("# %1$s\n%1$s: %1$s\nlist: [%1$s]\n".formatted(written));

    assertThat(read.fieldNames().next()).as(written).isEqualTo(text);
    assertThat(read.get(text).isTextual()).as(written).isTrue();
    assertThat(read.get(text).textValue()).as(written).isEqualTo(text);
    assertThat(read.get("list").get(0).textValue()).as(written).isEqualTo(text);
  }

  private static JsonNode parse(String yaml) throws Exception {
    return StrictYaml.parse(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
