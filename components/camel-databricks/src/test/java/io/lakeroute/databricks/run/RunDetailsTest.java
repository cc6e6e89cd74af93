// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunDetailsTest {

  private final RunDetails details = new RunDetails();

  @Test
  void the_last_value_of_a_name_counts() {
    details.add(Map.of("objects", 1, "at", "first"));
    details.add(Map.of("objects", 2));
    details.add(Map.of("whole", true));

    assertThat(details.json().orElseThrow())
        .contains("\"objects\":2", "\"at\":\"first\"", "\"whole\":true");
  }

  @Test
  void what_the_operation_writes_is_kept_whichever_comes_last() {
    details.own("{\"inserted\":1}");
    details.add(Map.of("inserted", 99));
    details.own("{\"inserted\":4,\"deleted\":2}");

    assertThat(details.json()).contains("{\"inserted\":4,\"deleted\":2,\"detailsLeftOut\":1}");
    assertThat(details.own())
        .as("of the operation alone")
        .contains("{\"inserted\":4,\"deleted\":2}");
  }

  @Test
  void what_finds_no_room_is_left_out_and_counted() {
    details.own("{\"inserted\":1}");
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      many.put("name" + i, "\"x".repeat(200));
    }
    many.put("last", 1);
    details.add(many);

    String json = details.json().orElseThrow();
    assertThat(json).hasSizeBetween(3_500, 4_000).contains("\"inserted\":1", "\"last\":1");
    int kept = json.split("\"name", -1).length - 1;
    assertThat(json).contains("\"detailsLeftOut\":" + (40 - kept));
  }

  @Test
  void long_names_and_texts_are_cut_and_no_character_is_halved() {
    details.add(Map.of("n".repeat(70), "x".repeat(199) + "\uD83D\uDE00"));

    assertThat(details.json()).contains("{\"" + "n".repeat(60) + "\":\"" + "x".repeat(199) + "\"}");
  }
}
