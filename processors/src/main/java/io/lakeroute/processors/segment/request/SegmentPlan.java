// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.sql.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Statements on one connection, and what their rows become; immutable.
 *
 * @param answer makes the answer of the rows of each statement
 */
record SegmentPlan(List<Query> statements, Function<List<List<Map<String, Object>>>, Object> answer)
    implements StatementPlan {

  /** One statement. */
  record Query(String connection, String sql, Map<String, Object> parameters) implements Planned {
    static Query of(String connection, Statement statement) {
      return new Query(connection, statement.sql(), statement.parameters());
    }
  }

  SegmentPlan {
    statements = List.copyOf(statements);
  }

  /** An answer that needs no rows. */
  static SegmentPlan of(Object answer) {
    return new SegmentPlan(List.of(), rows -> answer);
  }

  @Override
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    return JsonValues.text(answer.apply(rows)).getBytes(StandardCharsets.UTF_8);
  }
}
