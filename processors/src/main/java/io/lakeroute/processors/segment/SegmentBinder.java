// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionError;
import io.lakeroute.processors.definition.DefinitionException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Binds segments to a model. Thread-safe. */
public final class SegmentBinder {

  private final BoundModel model;
  private final Function<String, Optional<Segment>> segments;

  /**
   * @param segments those that rules may name
   */
  public SegmentBinder(BoundModel model, Function<String, Optional<Segment>> segments) {
    this.model = model;
    this.segments = segments;
  }

  /**
   * Binds one.
   *
   * @throws DefinitionException naming each place that does not fit
   */
  public BoundSegment bind(Segment segment) {
    return new Binding(new ArrayDeque<>()).bind(segment);
  }

  /** Binds one segment and those in it. For one thread. */
  private final class Binding {

    private static final int MOST_RULES = 500;

    private final Deque<String> open;
    private int rules;

    Binding(Deque<String> open) {
      this.open = open;
    }

    BoundSegment bind(Segment segment) {
      if (!segment.model().equals(model.model().name())) {
        throw new DefinitionException(
            "/model", "is not the model " + model.model().name() + ", which is used here");
      }
      open.push(segment.name());
      RuleBinder binder = new RuleBinder(model, zone(segment));
      List<DefinitionError> errors = new ArrayList<>();
      List<BoundSegment.Return> returns = returns(segment, binder, errors);
      BoundRule.Group group = group(segment.rules(), binder, errors);
      open.pop();
      if (!errors.isEmpty()) {
        throw new DefinitionException(errors);
      }
      return new BoundSegment(segment, model, group, returns);
    }

    private Optional<ZoneId> zone(Segment segment) {
      return segment.zone().or(() -> model.model().zone());
    }

    private BoundRule.Group group(
        Rule.Group group, RuleBinder binder, List<DefinitionError> errors) {
      List<BoundRule> bound = new ArrayList<>();
      for (Rule rule : group.rules()) {
        try {
          if (++rules > MOST_RULES) {
            throw new DefinitionException(
                rule.path(), "with the segments it names, a segment has at most 500 rules");
          }
          bound.add(
              rule instanceof Rule.Group inner
                  ? group(inner, binder, errors)
                  : rule instanceof Rule.OfSegment other ? member(other) : binder.rule(rule));
        } catch (DefinitionException e) {
          errors.addAll(e.errors());
        }
      }
      return new BoundRule.Group(group.path(), group.any(), group.not(), bound);
    }

    private BoundRule member(Rule.OfSegment rule) {
      String path = rule.path() + "/value";
      Segment other =
          segments
              .apply(rule.segment())
              .orElseThrow(() -> new DefinitionException(path, "names no segment that there is"));
      if (open.contains(rule.segment())) {
        throw new DefinitionException(path, "names a segment that needs this one: a cycle");
      }
      if (other.limit().isPresent() || other.sample().isPresent()) {
        throw new DefinitionException(
            path, "names a segment with a limit or a sample, which is no set of rules");
      }
      try {
        return new BoundRule.Member(rule.path(), rule.negated(), bind(other));
      } catch (DefinitionException e) {
        throw new DefinitionException(
            path, "names segment " + rule.segment() + ", which is wrong at " + e.getMessage());
      }
    }

    private List<BoundSegment.Return> returns(
        Segment segment, RuleBinder binder, List<DefinitionError> errors) {
      Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      names.add(model.population().key());
      List<BoundSegment.Return> returns = new ArrayList<>();
      for (Segment.Return each : segment.returns()) {
        try {
          if (!names.add(each.name())) {
            throw new DefinitionException(
                each.path(), "has the name of another column that is returned; give it a name");
          }
          returns.add(
              new BoundSegment.Return(
                  each.name(),
                  each.value() instanceof Segment.OfRows rows
                      ? new BoundRule.OfRows(binder.rows(rows.rows()))
                      : binder.field(each.path(), ((Segment.OfField) each.value()).field())));
        } catch (DefinitionException e) {
          errors.addAll(e.errors());
        }
      }
      return returns;
    }
  }
}
