// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.List;
import java.util.Map;

/** Statements whose failures are the answer; what they return is not looked at. */
public interface ProbePlan extends StatementPlan {

  /**
   * Why a statement failed.
   *
   * @param reason such as {@code FORBIDDEN}; empty if unknown
   * @param missingGrant such as {@code SELECT on Table main.crm.leads}; empty if unknown
   */
  record Failure(String reason, String missingGrant) {}

  /**
   * Whether the failure becomes a part of the answer; otherwise the whole question fails with it.
   *
   * @param statement its place among the statements
   */
  boolean answers(int statement, Failure failure);

  /**
   * The answer.
   *
   * @param failures of the statements that failed, by their places
   */
  byte[] answer(Map<Integer, Failure> failures);

  @Override
  default byte[] answer(List<List<Map<String, Object>>> rows) {
    return answer(Map.of());
  }
}
