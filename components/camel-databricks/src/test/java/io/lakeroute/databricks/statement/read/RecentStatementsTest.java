// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentStatementsTest {

  private final List<String> read = new ArrayList<>();
  private final RecentStatements recent =
      new RecentStatements(
          sql -> {
            read.add(sql);
            return NamedStatement.parse(sql);
          });

  @Test
  void a_text_is_read_once_and_another_by_itself() {
    assertThat(recent.of("SELECT 1")).isSameAs(recent.of("SELECT 1"));
    assertThat(recent.of("SELECT 2").marked()).isEqualTo("SELECT 2");
    assertThat(read).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void what_is_refused_is_refused_each_time() {
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> recent.of("DROP TABLE t")).isInstanceOf(DatabricksException.class);
    }
    assertThat(read).hasSize(2);
  }

  @Test
  void few_are_kept_those_that_were_used_last_and_no_long_ones() {
    recent.of("SELECT 0");
    IntStream.range(1, 65)
        .forEach(
            i -> {
              recent.of("SELECT 0");
              recent.of("SELECT " + i);
            });
    read.clear();

    recent.of("SELECT 0");
    assertThat(read).isEmpty();
    recent.of("SELECT 1");
    assertThat(read).containsExactly("SELECT 1");

    String longer = "SELECT '" + "x".repeat(16_384) + "'";
    recent.of(longer);
    recent.of(longer);
    assertThat(read).containsExactly("SELECT 1", longer, longer);
  }
}
