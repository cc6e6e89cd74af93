// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds the members of a segment over rows in memory by the definitions alone; it shares nothing
 * with the compiler but what the reader has read. NULL counts as not true, and as only NOT makes
 * something of that, two values of truth are enough. Thread-safe if its observer is.
 */
final class MemoryEvaluator {

  /** Learns what was compared. */
  interface Observer {
    /**
     * Called for each comparison of each key.
     *
     * @param kind of the compared value
     * @param unknown whether that was NULL
     * @param not whether the group around it asks for the opposite
     */
    void compared(Rule rule, Operator operator, Kind kind, boolean unknown, boolean not);
  }

  private final SampleModel model;
  private final Function<String, Segment> segments;
  private final Observer observer;
  private final Map<String, MemorySource> sources = new LinkedHashMap<>();

  /**
   * @param segments those that rules name
   */
  MemoryEvaluator(SampleModel model, Function<String, Segment> segments, Observer observer) {
    this.model = model;
    this.segments = segments;
    this.observer = observer;
    model
        .definition()
        .sources()
        .forEach((name, source) -> sources.put(name, new MemorySource(source, model.tables())));
  }

  /** All keys that may be members. */
  Set<Object> population() {
    return sources.get(model.definition().population()).keys();
  }

  /** Keys of the members, before limit and sample. */
  Set<Object> members(Segment segment, Instant asOf) {
    Set<Object> members = new TreeSet<>();
    for (Object key : population()) {
      if (member(segment, asOf, key)) {
        members.add(key);
      }
    }
    return members;
  }

  /** Whether a key of the population is a member. */
  boolean member(Segment segment, Instant asOf, Object key) {
    return new OfKey(key, time(segment, asOf)).holds(segment.rules());
  }

  private MemoryTime time(Segment segment, Instant asOf) {
    Optional<ZoneId> zone = segment.zone().or(() -> model.definition().zone());
    return new MemoryTime(asOf, zone.orElseThrow());
  }

  private Kind kind(SegmentModel.Source source, String field) {
    return Kind.ofColumn(source.fields().get(field).column());
  }

  /** One key under the rules of one segment. */
  private final class OfKey {
    private final Object key;
    private final MemoryTime time;

    OfKey(Object key, MemoryTime time) {
      this.key = key;
      this.time = time;
    }

    boolean holds(Rule.Group group) {
      return group(group, rule -> leaf(rule, group.not()));
    }

    private boolean leaf(Rule rule, boolean not) {
      if (rule instanceof Rule.Group group) {
        return holds(group);
      }
      if (rule instanceof Rule.OfField field) {
        String source = field.field().substring(0, field.field().indexOf('.'));
        return ofRow(
            field,
            field.field().substring(source.length() + 1),
            model.definition().sources().get(source),
            sources.get(source).row(key),
            not);
      }
      if (rule instanceof Rule.Match match) {
        return matches(match);
      }
      if (rule instanceof Rule.OfRows ofRows) {
        return ofRows(ofRows, not);
      }
      Rule.OfSegment other = (Rule.OfSegment) rule;
      Segment segment = segments.apply(other.segment());
      return new OfKey(key, time(segment, time.asOf())).holds(segment.rules()) != other.negated();
    }

    private boolean ofRow(
        Rule.OfField rule,
        String field,
        SegmentModel.Source source,
        Map<String, Object> row,
        boolean not) {
      Kind kind = kind(source, field);
      Object value = row.get(field);
      observer.compared(rule, rule.operator(), kind, value == null, not);
      return new MemoryComparison(kind, time, source.timeZone())
          .holds(rule.operator(), value, rule.value());
    }

    private boolean matches(Rule.Match rule) {
      int total = rows(rule.source(), rule.window(), Optional.empty()).size();
      int count = rows(rule.source(), rule.window(), rule.where()).size();
      return switch (rule.mode()) {
        case SOME -> count > 0;
        case NONE -> count == 0;
        case ALL -> total > 0 && count == total;
        case AT_LEAST -> count >= rule.threshold();
        case AT_MOST -> count <= rule.threshold();
        case EXACTLY -> count == rule.threshold();
      };
    }

    private boolean ofRows(Rule.OfRows rule, boolean not) {
      Rule.Rows rows = rule.rows();
      SegmentModel.Source source = model.definition().sources().get(rows.source());
      String of = rows.of().orElse(null);
      MemoryAggregate aggregate =
          new MemoryAggregate(rows.aggregate(), of, of == null ? Kind.BIG : kind(source, of));
      Object value = aggregate.of(rows(rows.source(), rows.window(), rows.where()));
      observer.compared(rule, rule.operator(), aggregate.result(), value == null, not);
      return new MemoryComparison(aggregate.result(), time, source.timeZone())
          .holds(rule.operator(), value, rule.value());
    }

    private List<Map<String, Object>> rows(
        String name, Optional<Window> window, Optional<Rule.Group> where) {
      SegmentModel.Source source = model.definition().sources().get(name);
      return sources.get(name).rows(key).stream()
          .filter(row -> window.map(each -> in(each, source, row)).orElse(true))
          .filter(row -> where.map(each -> where(each, source, row)).orElse(true))
          .toList();
    }

    private boolean in(Window window, SegmentModel.Source source, Map<String, Object> row) {
      Kind kind = Kind.ofColumn(source.time().orElseThrow());
      return time.contains(window, row.get(MemorySource.TIME), kind, source.timeZone());
    }

    private boolean where(Rule.Group group, SegmentModel.Source source, Map<String, Object> row) {
      return group(
          group,
          rule ->
              rule instanceof Rule.Group inner
                  ? where(inner, source, row)
                  : ofRow(
                      (Rule.OfField) rule,
                      ((Rule.OfField) rule).field(),
                      source,
                      row,
                      group.not()));
    }

    /** Asks every rule, so that the observer learns of each. */
    private static boolean group(Rule.Group group, Predicate<Rule> holds) {
      long count = group.rules().stream().filter(holds).count();
      return (group.any() ? count > 0 : count == group.rules().size()) != group.not();
    }
  }
}
