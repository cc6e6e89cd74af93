// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlNameTest {

  @Test
  void quotes_every_part() {
    assertThat(SqlName.object("main.crm.leads").quoted()).isEqualTo("`main`.`crm`.`leads`");
    assertThat(SqlName.object("main.`a.b``c`.my-table").quoted())
        .isEqualTo("`main`.`a.b``c`.`my-table`");
    assertThat(SqlName.column("x` FROM secrets --").quoted()).isEqualTo("`x`` FROM secrets --`");
  }

  @Test
  void is_shown_as_people_write_it() {
    assertThat(SqlName.object("`main`.`two words`.t1")).hasToString("main.`two words`.t1");
    assertThat(SqlName.object("main.`two words`.t1"))
        .isEqualTo(SqlName.object(SqlName.object("main.`two words`.t1").toString()));
  }

  @Test
  void refuses_what_is_no_three_part_name() {
    for (String text :
        List.of(
            "",
            "a",
            "a.b",
            "a.b.c.d",
            "a..c",
            ".b.c",
            "a.b.",
            "a.b.c d",
            "a.b.`c",
            "a.`b`x.c",
            "a.b.c;",
            "a.b.``",
            "a.b.c\n")) {
      assertThatThrownBy(() -> SqlName.object(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
