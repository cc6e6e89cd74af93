package io.lakeroute.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.profile.CatalogFence;
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
}
