// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void is_written_as_problem_json() {
    Problem problem = new Problem(ProblemReason.INVALID, "'limit' is \"0\"", "r-1");

    assertThat(new String(problem.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"The request is not valid\",\"status\":400,"
                + "\"detail\":\"'limit' is \\\"0\\\"\",\"reason\":\"INVALID\",\"requestId\":\"r-1\"}");
  }

  @Test
  void takes_reasons_by_name_and_anything_else_as_internal() {
    assertThat(ProblemReason.named("THROTTLED")).isEqualTo(ProblemReason.THROTTLED);
    assertThat(ProblemReason.named("")).isEqualTo(ProblemReason.INTERNAL);
    assertThat(ProblemReason.named("no such")).isEqualTo(ProblemReason.INTERNAL);
  }

  @Test
  void repeats_a_missing_grant_but_nothing_that_looks_otherwise() {
    assertThat(DatabricksFailure.detail(ProblemReason.FORBIDDEN, "USE SCHEMA on Schema main.crm"))
        .isEqualTo(
            "The connection's service principal does not have USE SCHEMA on Schema main.crm; grant"
                + " it");
    assertThat(DatabricksFailure.detail(ProblemReason.FORBIDDEN, "select * from main.crm"))
        .isEqualTo("The connection's service principal lacks a grant; the log says which");
    assertThat(DatabricksFailure.detail(ProblemReason.UNAVAILABLE, "SELECT on Table main.crm"))
        .doesNotContain("main.crm");
  }
}
