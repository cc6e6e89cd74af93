// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.CpuTime;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.CatalogFence;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {

  private final StatementReader reader = new StatementReader();
  private final StatementGuard fenced =
      new StatementGuard(reader, CatalogFence.parse("acme"), false, "acme");
  private final StatementGuard readOnly =
      new StatementGuard(reader, CatalogFence.OPEN, true, "acme");
  private final StatementGuard open = new StatementGuard(reader, CatalogFence.OPEN, false, "acme");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '${x}'",
        "SELECT 1 --     ${hiveconf:x}",
        "SELECT `${a}`",
        "SELECT '${}}'",
        "SELECT '${${x}}'"
      })
  void a_checked_statement_has_nothing_that_the_server_may_replace(String sql) {
    for (StatementGuard guard : new StatementGuard[] {fenced, readOnly}) {
      assertThatThrownBy(() -> guard.checkQuery(sql, "SELECT"))
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
          .hasMessage(
              "The statement has ${…} at character "
                  + (sql.indexOf("${") + 1)
                  + ", which the server may replace after the statement was checked. Pass such a text as a"
                  + " parameter, or write it in two parts: '$' || '{…}'.");
    }
    assertThatThrownBy(() -> fenced.checkChange(sql)).hasMessageContaining("${…}");
    assertThatCode(() -> open.checkQuery(sql, "SELECT")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT '$', '{x}'", "SELECT '${'", "SELECT '${}'", "SELECT '$' || '{x}'"})
  void what_the_server_leaves_alone_passes(String sql) {
    assertThatCode(() -> fenced.checkQuery(sql, "SELECT")).doesNotThrowAnyException();
  }

  @Test
  void finds_what_the_servers_pattern_finds() {
    Pattern replaced = Pattern.compile("\\$\\{\\S+?}");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append("${}$ {}${a\u000B\u00A0".charAt(random.nextInt(12)));
      }
      Matcher place = replaced.matcher(text);
      String found =
          place.find()
              ? "The statement has ${…} at character " + (place.start() + 1) + ","
              : "none";
      Throwable refusal = catchThrowable(() -> Substitution.refuse(text.toString()));
      assertThat(refusal == null ? "none" : refusal.getMessage())
          .as("seed %d: %s", seed, text)
          .startsWith(found);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${a", "${ ", "${ $", "$"})
  void takes_no_longer_than_the_text_is(String part) {
    String text = part.repeat(200_000);

    long nanos = CpuTime.of(() -> Substitution.refuse(text));

    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_statement_that_is_too_long_is_not_looked_at() {
    String sql = "SELECT '${x}' --" + "x".repeat(100_000);

    for (StatementGuard guard : new StatementGuard[] {fenced, readOnly}) {
      assertThatThrownBy(() -> guard.checkQuery(sql, "SELECT"))
          .hasMessage(
              "The statement has 100016 characters; 100000 can be checked. Statements with readOnly=true, or on a"
                  + " connection with onlyCatalogs, are checked with Spark's grammar.");
    }
  }
}
