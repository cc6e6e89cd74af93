// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.WindowBounds;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A question about one segment, once it is known what it reads. Immutable. */
final class MemberQuestion implements SegmentQuestion {

  private static final int DEFAULT_LIMIT = 10;

  private final SegmentAction action;
  private final BoundSegment segment;
  private final SegmentRequest request;
  private final String connection;
  private final Instant now;
  private final int maxPreview;
  private final Map<String, SqlName> tables;

  MemberQuestion(
      SegmentAction action,
      BoundSegment segment,
      SegmentRequest request,
      String connection,
      Instant now,
      int maxPreview) {
    this.action = action;
    this.segment = segment;
    this.request = request;
    this.connection = connection;
    this.now = now;
    this.maxPreview = maxPreview;
    this.tables = SegmentStatements.tables(segment);
  }

  @Override
  public String connection() {
    return connection;
  }

  @Override
  public boolean pinned() {
    return request.pin().isPresent();
  }

  /** None where nothing is sent, or the caller named a pin. */
  @Override
  public Map<String, SqlName> tables() {
    return action == SegmentAction.COMPILE || request.pin().isPresent() ? Map.of() : tables;
  }

  @Override
  public StatementPlan plan(Map<String, Long> versions) {
    Pin pin = request.pin().orElseGet(() -> new Pin(request.asOf().orElse(now), versions));
    Answers.requireKnown(pin, tables.keySet());
    SegmentStatements statements = new SegmentStatements(segment, pin);
    return switch (action) {
      case COMPILE -> SegmentPlan.of(compiled(statements, pin));
      case COUNT -> one(statements.count(), rows -> counted(rows.get(0), pin));
      case PREVIEW -> preview(statements, pin);
      case EXPLAIN ->
          one(
              statements.explain(),
              rows -> Explanation.ofAll(segment, rows.get(0), counted(rows.get(0), pin)));
      case WHY -> one(statements.why(key()), rows -> Explanation.ofOne(segment, rows));
      case MATERIALIZE, OVERLAP, LIST, FIELDS, VERIFY, PROPOSE ->
          throw new IllegalStateException("is no question about a segment");
    };
  }

  private SegmentPlan one(Statement statement, Function<List<Map<String, Object>>, Object> answer) {
    return new SegmentPlan(
        List.of(SegmentPlan.Query.of(connection, statement)),
        results -> answer.apply(results.get(0)));
  }

  private SegmentPlan preview(SegmentStatements statements, Pin pin) {
    int limit = request.limit().orElse(Math.min(DEFAULT_LIMIT, maxPreview));
    if (limit > maxPreview) {
      throw RequestException.invalid("limit must be at most " + maxPreview);
    }
    if (unpinned(pin).isEmpty()) {
      return new SegmentPlan(
          List.of(
              SegmentPlan.Query.of(connection, statements.count()),
              SegmentPlan.Query.of(connection, statements.preview(limit))),
          results -> {
            Map<String, Object> answer = counted(results.get(0).get(0), pin);
            answer.put("rows", results.get(1));
            return answer;
          });
    }
    return one(statements.countAndPreview(limit), rows -> previewed(rows, pin));
  }

  /** Both counts stand in each row; without a population there is none. */
  private Map<String, Object> previewed(List<Map<String, Object>> rows, Pin pin) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put(SegmentStatements.POPULATION, rows.isEmpty() ? 0L : rows.get(0).get("_population"));
    counts.put(SegmentStatements.COUNT, rows.isEmpty() ? 0L : rows.get(0).get("_count"));
    List<Map<String, Object>> members = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      if (Boolean.TRUE.equals(row.get(SegmentStatements.MEMBER))) {
        Map<String, Object> member = new LinkedHashMap<>(row);
        member.keySet().removeAll(List.of(SegmentStatements.MEMBER, "_population", "_count"));
        members.add(member);
      }
    }
    Map<String, Object> answer = counted(counts, pin);
    answer.put("rows", members);
    return answer;
  }

  private Map<String, Object> counted(Map<String, Object> counts, Pin pin) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("count", counts.get(SegmentStatements.COUNT));
    answer.put("population", counts.get(SegmentStatements.POPULATION));
    Answers.pin(answer, pin, tables.keySet());
    return answer;
  }

  private List<String> unpinned(Pin pin) {
    return Answers.unpinned(pin, tables.keySet());
  }

  private Object key() {
    String id = request.id().orElseThrow(() -> RequestException.invalid("the body needs an id"));
    return segment
        .model()
        .key(id)
        .orElseThrow(() -> RequestException.invalid("id must be a whole number, as the keys are"));
  }

  private Map<String, Object> compiled(SegmentStatements statements, Pin pin) {
    Statement members = statements.members();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("sql", members.sql());
    List<Object> parameters = new ArrayList<>();
    members
        .parameters()
        .forEach(
            (name, value) -> {
              Map<String, Object> parameter = new LinkedHashMap<>();
              parameter.put("name", name);
              parameter.put("type", SqlTypes.of(value));
              parameter.put("value", value);
              parameters.add(parameter);
            });
    answer.put("parameters", parameters);
    answer.put("asOf", pin.asOf());
    answer.put("zone", segment.zone().map(Object::toString).orElse(null));
    answer.put("bounds", statements.windows().stream().map(MemberQuestion::bound).toList());
    List<Object> sources = new ArrayList<>();
    tables.forEach(
        (name, table) -> {
          Map<String, Object> source = new LinkedHashMap<>();
          source.put("name", name);
          source.put("table", table.toString());
          if (pin.versions().containsKey(name)) {
            source.put("version", pin.versions().get(name));
          }
          sources.add(source);
        });
    answer.put("sources", sources);
    answer.put("muted", segment.definition().muted());
    return answer;
  }

  private static Map<String, Object> bound(WindowBounds window) {
    Map<String, Object> bound = new LinkedHashMap<>();
    bound.put("path", window.path());
    bound.put("from", window.from().orElse(null));
    bound.put("to", window.to().orElse(null));
    return bound;
  }
}
