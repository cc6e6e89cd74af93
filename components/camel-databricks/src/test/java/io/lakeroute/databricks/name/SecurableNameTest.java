// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurableNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "main.crm",
        "main.crm.leads",
        "main.crm.`my leads`",
        "main.`a``b`",
        "main.`größe`",
        "`12`"
      })
  void is_written_as_it_is_read(String text) {
    assertThat(SecurableName.parse(text).written()).isEqualTo(text);
  }

  @Test
  void has_as_many_parts_as_are_written() {
    assertThat(SecurableName.parse(" ")).isEqualTo(SecurableName.NONE);
    assertThat(SecurableName.parse("main.crm").depth()).isEqualTo(2);
    assertThat(SecurableName.parse("main.crm").child("my leads").table())
        .isEqualTo(new ObjectName("main", "crm", "my leads"));
  }

  @ParameterizedTest
  @CsvSource({
    "main.crm.leads, main.crm, true",
    "MAIN.Crm, main.crm, true",
    "main, main.crm, false",
    "main.crm_2, main.crm, false",
  })
  void lies_within_what_its_first_parts_name(String name, String scope, boolean within) {
    assertThat(SecurableName.parse(name).within(SecurableName.parse(scope))).isEqualTo(within);
    assertThat(SecurableName.parse(scope).within(SecurableName.NONE)).isTrue();
  }

  @Test
  void refuses_what_would_become_another_name_in_a_path() {
    assertThatThrownBy(() -> SecurableName.parse("main.`crm.leads`"))
        .hasMessage("A part of a name holds a dot, which Unity Catalog has no names with.");
    assertThatThrownBy(() -> new SecurableName(List.of("a", "b", "c", "d")))
        .hasMessage("A name has 4 parts; catalog.schema.table are three.");
    assertThatThrownBy(() -> new SecurableName(List.of("a", "")))
        .hasMessage("A name has an empty part.");
  }
}
