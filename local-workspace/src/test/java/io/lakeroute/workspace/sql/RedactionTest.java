// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @Test
  void hides_the_values_of_credential_and_encryption_and_nothing_else() {
    String sql =
        "COPY INTO t FROM 's3://b/ü\uD83D\uDE00' WITH (CREDENTIAL (A = 'one', B = \"two\") ENCRYPTION (C = 'three')) PATTERN = 'x'";

    assertThat(Redaction.of(sql).text())
        .isEqualTo(
            "COPY INTO t FROM 's3://b/ü\uD83D\uDE00' WITH (CREDENTIAL (A = '[REDACTED]', B = '[REDACTED]')"
                + " ENCRYPTION (C = '[REDACTED]')) PATTERN = 'x'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credential(a='secret')",
        "CREDENTIAL /* ( */ -- (\n ( a = /* ' */ 'secret' )",
        "CREDENTIAL (a = 'it\\'s) secret')",
        "CREDENTIAL (a = r'secret')",
        "CREDENTIAL (a = 'x' 'secret')",
        "CREDENTIAL (a = 'secret",
        "CREDENTIAL (a = 'x) b = 'secret",
        "EXPLAIN COPY INTO t FROM x WITH (CREDENTIAL (a = \"secret\"",
        "CREDENTIAL (a = secret)"
      })
  void hides_them_however_they_are_written(String sql) {
    assertThat(Redaction.of(sql).text()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 'credential', 'x' FROM t", "SELECT 1", "CREDENTIAL local_s3 'x'"})
  void leaves_other_statements(String sql) {
    assertThat(Redaction.of(sql).text()).isEqualTo(sql);
  }

  @Test
  void takes_secrets_out_of_a_failure() {
    var redaction = Redaction.of("COPY INTO t FROM 'p' WITH (CREDENTIAL (a = 'sec-ret', b = 'x'))");
    var failure = new SqlFailure("42601", "near 'sec-ret' of x");

    assertThat(redaction.apply(failure)).hasMessage("near '[REDACTED]' of x");
    assertThat(redaction.apply(failure).sqlState()).isEqualTo("42601");
  }
}
