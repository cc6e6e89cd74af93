// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.delivery.file.FieldList.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldListTest {

  @Test
  void selects_and_renames_columns_in_their_order() {
    assertThat(FieldList.parse(" email, customer_id AS id ,first name as name").fields())
        .containsExactly(
            new Field("email", "email"),
            new Field("customer_id", "id"),
            new Field("first name", "name"));
  }

  @Test
  void takes_any_name_between_backquotes() {
    assertThat(FieldList.parse("`a, b` AS `x AS y`,`tick``s`,as").fields())
        .containsExactly(
            new Field("a, b", "x AS y"), new Field("tick`s", "tick`s"), new Field("as", "as"));
  }

  @Test
  void means_all_columns_where_nothing_is_named() {
    assertThat(FieldList.parse(" ").all()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,,b", "a,", ",a", "a AS ,b", "`a", "`a` b", "a AS b AS `c"})
  void refuses_what_is_no_list_of_columns(String option) {
    assertThatThrownBy(() -> FieldList.parse(option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fields is '%s'; write column names separated by commas, each with AS and another name where it changes, as in email,customer_id AS id."
                .formatted(option));
  }

  @Test
  void refuses_two_columns_of_one_name() {
    assertThatThrownBy(() -> FieldList.parse("id,customer_id AS id"))
        .hasMessage("fields has the name 'id' twice; rename one of them with AS.");
  }
}
