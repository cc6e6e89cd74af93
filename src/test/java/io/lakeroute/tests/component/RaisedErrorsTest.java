// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement raises itself, through the driver and from storage. */
class RaisedErrorsTest extends ComponentFixture {

  RaisedErrorsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  private DatabricksException failure(String outputType, String raised) {
    return Assertions.catchThrowableOfType(
        DatabricksException.class,
        () ->
            component.query(
                Object.class,
                "&outputType=" + outputType,
                "SELECT k FROM (VALUES (1), (1) AS t(k)) GROUP BY k HAVING IF(count(*) = 1, TRUE,"
                    + " CAST(raise_error(:text) AS BOOLEAN))",
                Map.of("text", raised)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "batches"})
  void a_text_of_lakeroute_is_passed_on(String outputType) {
    DatabricksException failure = failure(outputType, "LAKEROUTE_DUPLICATE_KEY s1");

    assertThat(failure.getReason()).isEqualTo(Reason.INVALID);
    assertThat(failure.getErrorClass()).isEqualTo("USER_RAISED_EXCEPTION");
    assertThat(failure.getRaised()).contains("LAKEROUTE_DUPLICATE_KEY s1");
    assertThat(failure.getMessage())
        .startsWith(
            "Cannot run the statement on connection 'local': the statement raised"
                + " LAKEROUTE_DUPLICATE_KEY s1 (USER_RAISED_EXCEPTION, SQLSTATE P0001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "batches"})
  void any_other_text_is_not(String outputType) {
    DatabricksException failure = failure(outputType, "LAKEROUTE_DUPLICATE_KEY s1 of Ada");

    assertThat(failure.getReason()).isEqualTo(Reason.INVALID);
    assertThat(failure.getRaised()).isEmpty();
    assertThat(failure.getMessage()).contains("the warehouse refuses it").doesNotContain("Ada");
  }

  @Test
  void a_statement_takes_up_to_255_values() {
    List<Integer> most = Collections.nCopies(255, 1);
    List<Integer> more = Collections.nCopies(256, 1);
    String sql = "SELECT 1 AS one WHERE 1 IN (:ids)";

    assertThat(component.query(List.class, "", sql, Map.of("ids", most))).hasSize(1);
    assertThat(component.batches(sql, Map.of("ids", most))).hasSize(1);
    for (String outputType : List.of("list", "batches")) {
      Assertions.assertThatThrownBy(
              () ->
                  component.query(
                      Object.class, "&outputType=" + outputType, sql, Map.of("ids", more)))
          .hasMessageStartingWith("The statement has 256 values to bind");
    }
  }
}
