// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.CpuTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarExpressionsTest {

  private final ScalarExpressions expressions = new ScalarExpressions();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|true",
        "'a ? :b'|true",
        " (1) + (2) |true",
        "current_timestamp()|true",
        "CASE WHEN 1 = 1 THEN array(1) ELSE NULL END|true",
        "(1)|true",
        "1, 2|false",
        "1), (2|false",
        "1) + (2|false",
        "1) FROM (t|false",
        "1) AS x, (2|false",
        "1 AS x|false",
        "SELECT 1|false",
        "(SELECT 1)|false",
        "1 + (SELECT max(id) FROM t)|false",
        "EXISTS (SELECT 1)|false",
        "1 IN (SELECT 1)|false",
        "raw:a|false",
        "?|false",
        "1;|false",
        "1 -- x|false",
        "1 /* x */|false",
        "1 #|false"
      })
  void knows_one_expression_that_ends_where_it_ends(String text, boolean expected) {
    assertThat(expressions.recognize(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'new'|true",
        "-1.5|true",
        "NULL|true",
        "DATE '2024-01-01'|true",
        "CAST('1' AS INT) + 2|true",
        "current_timestamp()|false",
        "current_date|false",
        "now|false",
        "concat('a', uuid())|false",
        "CAST(rand() AS INT)|false",
        "1, 2|false"
      })
  void knows_a_constant(String text, boolean expected) {
    assertThat(expressions.recognizeConstant(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "- ", "f(", "x -> (", "NOT ", "CASE WHEN "})
  void does_bounded_work_on_a_small_stack(String part) throws InterruptedException {
    String text = part.repeat(990 / part.length() / (part.contains("(") ? 2 : 1));
    String closed =
        (text + "1").substring(0, text.length() + 1)
            + ")".repeat(part.contains("(") ? text.length() / part.length() : 0);
    assertThat(expressions.recognize("upper('x') = 'X' OR NOT - (1) < 2")).isTrue();
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                long nanos = CpuTime.of(() -> outcome.set(expressions.recognize(closed)));
                if (nanos > Duration.ofSeconds(10).toNanos()) {
                  outcome.set("took " + Duration.ofNanos(nanos));
                }
              } catch (Throwable e) {
                outcome.set(e.getClass());
              }
            },
            "a-small-stack",
            1);
    thread.start();
    thread.join();

    assertThat(outcome.get()).isInstanceOf(Boolean.class);
  }
}
