// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.MemberTable;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.sql.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The rows of a table are replaced by the members of a segment. Immutable.
 *
 * @param statement that replaces them
 * @param read what it reads, by {@code source} or {@code source.lookup}
 */
public record Replacement(MemberTable table, Planned statement, Pin pin, Set<String> read)
    implements StatementPlan {

  @Override
  public List<Planned> statements() {
    return List.of(statement);
  }

  /** What was read; {@link #difference} says what became of the table. */
  @Override
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Answers.pin(answer, pin, read);
    return JsonValues.text(answer).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What answers, once the rows are replaced.
   *
   * @param before the version before
   * @param after the version that has the rows
   * @param written how many the statement wrote, where that is known
   */
  public StatementPlan difference(long before, long after, OptionalLong written) {
    return new SegmentPlan(
        List.of(SegmentPlan.Query.of(statement.connection(), table.difference(before, after))),
        results -> answer(results.get(0).get(0), after, written));
  }

  private Map<String, Object> answer(
      Map<String, Object> counts, long version, OptionalLong written) {
    Object rows = counts.get(MemberTable.ROWS);
    if (written.isPresent() && ((Number) rows).longValue() != written.getAsLong()) {
      throw new RequestException(
          ProblemReason.CONFLICT,
          "the table was written by another at the same time, and has other rows now");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String count : List.of(MemberTable.ROWS, MemberTable.ENTERED, MemberTable.LEFT)) {
      answer.put(count, counts.get(count));
    }
    answer.put("version", version);
    Answers.pin(answer, pin, read);
    return answer;
  }
}
