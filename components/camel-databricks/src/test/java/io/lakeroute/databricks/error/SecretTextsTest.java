// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that a statement carries do not leave in a failure, however they are spelled. */
class SecretTextsTest {

  private final SecretTexts secrets = SecretTexts.of(List.of("ab/c+d'e\\f", "ab/c", "  "));

  @Test
  void hides_a_secret_in_every_spelling() {
    for (String spelling :
        List.of(
            "ab/c+d'e\\f",
            "ab/c+d\\'e\\\\f",
            "ab/c+d''e\\f",
            "ab/c+d'e\\\\f",
            "ab\\/c+d'e\\f",
            "ab%2Fc%2Bd%27e%5Cf")) {
      assertThat(secrets.mask("near '" + spelling + "' here")).isEqualTo("near '***' here");
    }
  }

  @Test
  void hides_each_of_several() {
    assertThat(secrets.mask("ab/c and ab/c")).isEqualTo("*** and ***");
    assertThat(secrets.mask("nothing of it  ")).isEqualTo("nothing of it  ");
    assertThat(secrets.toString()).isEqualTo("***");
  }

  @Test
  void a_failure_that_shows_none_stays_what_it_is() {
    DatabricksException failure = new DatabricksException(Reason.INVALID, "no secret");

    assertThat(secrets.mask(failure)).isSameAs(failure);
    assertThat(SecretTexts.NONE.mask(failure)).isSameAs(failure);
  }

  @Test
  void a_failure_keeps_all_but_the_secret() {
    DatabricksException failure =
        new DatabricksException(
            Reason.THROTTLED,
            "Cannot copy: ab/c",
            Optional.of(new IllegalStateException("x", new IllegalArgumentException("ab/c"))),
            7,
            "SOME_CLASS",
            "LAKEROUTE_DUPLICATE_KEY s1",
            Optional.of(new MissingPrivilege("SELECT", "Table", "a.b.c")));

    DatabricksException masked = secrets.mask(failure);

    assertThat(masked).hasMessage("Cannot copy: ***");
    assertThat(masked.getReason()).isEqualTo(Reason.THROTTLED);
    assertThat(masked.getRetryAfterSeconds()).isEqualTo(7);
    assertThat(masked.getErrorClass()).isEqualTo("SOME_CLASS");
    assertThat(masked.getRaised()).contains("LAKEROUTE_DUPLICATE_KEY s1");
    assertThat(masked.getMissingPrivilege()).isEqualTo(failure.getMissingPrivilege());
    assertThat(masked.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(masked.getCause()).hasMessage("java.lang.IllegalStateException");
    assertThat(masked.getCause().getCause()).hasMessage("java.lang.IllegalArgumentException");
  }

  @Test
  void a_secret_in_a_cause_alone_is_hidden_too() {
    DatabricksException failure =
        new DatabricksException(
            Reason.UNAVAILABLE, "Cannot copy", new IllegalStateException("ab/c"));

    assertThat(secrets.mask(failure).getCause()).hasMessage("java.lang.IllegalStateException");
  }
}
