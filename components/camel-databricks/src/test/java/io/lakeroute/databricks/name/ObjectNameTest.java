// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "main.crm.leads | main.crm.leads | `main`.`crm`.`leads`",
        "main.crm.`my leads` | main.crm.my leads | `main`.`crm`.`my leads`",
        "`a.b`.c.d | a.b.c.d | `a.b`.`c`.`d`",
        "main.crm.`a``b` | main.crm.a`b | `main`.`crm`.`a``b`",
        "my-catalog.crm.leads | my-catalog.crm.leads | `my-catalog`.`crm`.`leads`",
      })
  void reads_three_parts_and_quotes_them(String text, String fullName, String quoted) {
    ObjectName name = ObjectName.parse(text);

    assertThat(name.fullName()).isEqualTo(fullName);
    assertThat(name.quoted()).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "leads | 'leads' has 1 part. Write all three, catalog.schema.table: a shorter name would mean another table under"
            + " another connection.",
        "crm.leads | 'crm.leads' has 2 parts. Write all three, catalog.schema.table: a shorter name would mean another table"
            + " under another connection.",
        "a.b.c.d | 'a.b.c.d' has 4 parts. Write all three, catalog.schema.table: a shorter name would mean another table"
            + " under another connection.",
        "a..c | A name has an empty part.",
        "a.b. | A name has an empty part.",
        "a.b.c; DROP | 'a.b.c; DROP' holds ';' outside of backticks.",
        "a.b.`c | 'a.b.`c' has a backtick without its counterpart.",
        "a.b.`c`d | 'a.b.`c`d' goes on after a closing backtick.",
      })
  void says_what_is_wrong_with_a_name(String text, String message) {
    assertThatThrownBy(() -> ObjectName.parse(text))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }

  @Test
  void refuses_control_characters_even_in_backticks() {
    assertThatThrownBy(() -> ObjectName.parse("a.b.`c\nd`"))
        .hasMessage("A part of a name holds a control character.");
  }

  @Test
  void quotes_any_identifier() {
    assertThat(ObjectName.quote("x` OR 1=1 --")).isEqualTo("`x`` OR 1=1 --`");
  }
}
