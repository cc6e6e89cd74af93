// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.result.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparableFormTest {

  private static String form(String type) {
    return ComparableForm.of(new Column("c", type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BIGINT",
        "DECIMAL(10,2)",
        "STRING",
        "BINARY",
        "INTERVAL DAY TO SECOND",
        "ARRAY<STRUCT<a: INT, b: ARRAY<DATE>>>",
        "STRUCT<a: ARRAY<INT> NOT NULL>"
      })
  void a_type_that_compares_is_its_own_form(String type) {
    assertThat(form(type)).isEqualTo("`c`");
    assertThat(ComparableForm.sorts(new Column("c", type))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VARIANT                        | to_json(`c`)
          GEOMETRY(4326)                 | struct(st_asbinary(`c`), st_srid(`c`))
          GEOGRAPHY(4326)                | struct(st_asbinary(`c`), st_srid(`c`))
          MAP                            | sort_array(map_entries(`c`))
          MAP<STRING, INT>               | sort_array(transform(map_entries(`c`), e0 -> struct(e0.key, e0.value)))
          MAP<STRING, MAP<INT, VARIANT>> | sort_array(transform(map_entries(`c`), e0 -> struct(e0.key, sort_array(transform(map_entries(e0.value), e1 -> struct(e1.key, to_json(e1.value)))))))
          ARRAY<VARIANT>                 | transform(`c`, e0 -> to_json(e0))
          ARRAY<ARRAY<MAP<INT, INT>>>    | transform(`c`, e0 -> transform(e0, e1 -> sort_array(transform(map_entries(e1), e2 -> struct(e2.key, e2.value)))))
          STRUCT<a: INT, `b c`: VARIANT> | IF(`c` IS NULL, NULL, struct(`c`.`a`, to_json(`c`.`b c`)))
          """)
  void a_type_that_does_not_compare_has_a_form_that_does(String type, String form) {
    assertThat(form(type)).isEqualTo(form);
    assertThat(ComparableForm.sorts(new Column("c", type))).isFalse();
  }

  @Test
  void texts_compare_by_their_bytes_whatever_their_collation() {
    assertThat(form("STRING COLLATE UTF8_LCASE")).isEqualTo("collate(`c`, 'UTF8_BINARY')");
    assertThat(ComparableForm.sorts(new Column("c", "STRING COLLATE UTF8_LCASE"))).isTrue();
  }
}
