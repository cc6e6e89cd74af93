// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is passed on of a text that a statement raised itself. */
class RaisedTextTest {

  private static DatabricksException failure(String text) {
    return ErrorClassifier.failure("Cannot run it", new SQLException(text, "P0001"));
  }

  @Test
  void a_text_of_our_own_statements_is_passed_on() {
    DatabricksException failure =
        failure(
            "Statement execution failed 81b5369e-2985-40a1-b218-c53453fe36e4 -> SELECT 'hush'\n"
                + "FAILED. Error Message: [USER_RAISED_EXCEPTION] LAKEROUTE_DUPLICATE_KEY s1 SQLSTATE:"
                + " P0001");

    assertThat(failure.getReason()).isEqualTo(Reason.INVALID);
    assertThat(failure.getRaised()).contains("LAKEROUTE_DUPLICATE_KEY s1");
    assertThat(failure)
        .hasMessage(
            "Cannot run it: the statement raised LAKEROUTE_DUPLICATE_KEY s1 (USER_RAISED_EXCEPTION,"
                + " SQLSTATE P0001, statement 81b5369e-2985-40a1-b218-c53453fe36e4).");
  }

  @Test
  void so_is_one_without_an_alias_behind_the_names_of_a_servers_exceptions() {
    assertThat(
            failure(
                    "Error running query: [USER_RAISED_EXCEPTION] org.apache.spark.SparkRuntimeException:"
                        + " [USER_RAISED_EXCEPTION] LAKEROUTE_NO_TIME SQLSTATE: P0001\n\tat x.y")
                .getRaised())
        .contains("LAKEROUTE_NO_TIME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the customer 42 is in there twice",
        "invalid access token of hush",
        "LAKEROUTE_DUPLICATE_KEY s1 and hush",
        "LAKEROUTE_DUPLICATE_KEY 42",
        "LAKEROUTE_duplicate",
        "hush LAKEROUTE_DUPLICATE_KEY s1",
        "line 42 pos 42 of 81b5369e-2985-40a1-b218-c53453fe36e4",
        "[HUSH_CLASS] HTTP response code: 401 SQLSTATE: 42501"
      })
  void any_other_is_not(String raised) {
    DatabricksException failure =
        failure("[USER_RAISED_EXCEPTION] " + raised + " SQLSTATE: P0001; line 1 pos 7");

    assertThat(failure.getRaised()).isEmpty();
    assertThat(failure.getReason()).isEqualTo(Reason.INVALID);
    assertThat(failure)
        .hasMessage(
            "Cannot run it: the warehouse refuses it (USER_RAISED_EXCEPTION, SQLSTATE P0001).");
  }

  @Test
  void a_failure_of_another_class_raises_nothing() {
    assertThat(failure("[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012").getRaised()).isEmpty();
  }
}
