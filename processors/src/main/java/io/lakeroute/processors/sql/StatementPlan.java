// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.List;
import java.util.Map;

/** What one request asks of the warehouse, and how its answer is made of the rows. */
public interface StatementPlan {

  /** A statement to run. */
  interface Planned {
    /** The connection that runs it. */
    String connection();

    /** The statement, with named parameters only. */
    String sql();

    /** The values, by name. */
    Map<String, Object> parameters();
  }

  /** The statements to run; none where the answer needs no rows. */
  List<? extends Planned> statements();

  /** The media type of the answer. */
  default String mediaType() {
    return "application/json";
  }

  /**
   * The answer.
   *
   * @param rows the rows of each statement, in the order of the statements
   */
  byte[] answer(List<List<Map<String, Object>>> rows);
}
