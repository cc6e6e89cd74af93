// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.TruthStatements;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How segments overlap. Immutable. */
record OverlapQuestion(
    List<BoundSegment> segments, SegmentRequest request, String connection, Instant now)
    implements SegmentQuestion {

  @Override
  public boolean pinned() {
    return request.pin().isPresent();
  }

  @Override
  public Map<String, SqlName> tables() {
    return pinned() ? Map.of() : read();
  }

  private Map<String, SqlName> read() {
    Map<String, SqlName> tables = new LinkedHashMap<>();
    segments.forEach(segment -> tables.putAll(SegmentStatements.tables(segment)));
    return tables;
  }

  @Override
  public StatementPlan plan(Map<String, Long> versions) {
    Pin pin = request.pin().orElseGet(() -> new Pin(request.asOf().orElse(now), versions));
    Answers.requireKnown(pin, read().keySet());
    Statement statement = TruthStatements.overlap(segments, pin);
    return new SegmentPlan(
        List.of(SegmentPlan.Query.of(connection, statement)),
        results -> answer(results.get(0), pin));
  }

  private Map<String, Object> answer(List<Map<String, Object>> rows, Pin pin) {
    long population = 0;
    List<Map<String, Object>> cells = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      long count = ((Number) row.get(SegmentStatements.COUNT)).longValue();
      population += count;
      List<String> in = new ArrayList<>();
      for (int i = 0; i < segments.size(); i++) {
        if (Boolean.TRUE.equals(row.get(TruthStatements.column(i)))) {
          in.add(segments.get(i).definition().name());
        }
      }
      Map<String, Object> cell = new LinkedHashMap<>();
      cell.put("in", in);
      cell.put("count", count);
      cells.add(cell);
    }
    cells.sort((one, other) -> one.get("in").toString().compareTo(other.get("in").toString()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("population", population);
    answer.put("cells", cells);
    Answers.pin(answer, pin, read().keySet());
    return answer;
  }
}
