// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.lakeroute.processors.definition.DefinitionError;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.journey.Journey.Branch;
import io.lakeroute.processors.journey.Journey.Delivery;
import io.lakeroute.processors.segment.AudienceStatements;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.RememberedAudience;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.Segments;
import io.lakeroute.processors.segment.request.SegmentQuestions;
import io.lakeroute.processors.segment.request.SegmentRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A journey bound to its segments; immutable.
 *
 * @param columns for each arm, the names in what it is sent, and the columns that hold them
 * @param remembered its tables; empty for a journey that does not remember where people are
 */
public record BoundJourney(
    Journey definition,
    AudienceStatements statements,
    Map<String, Map<String, String>> columns,
    Optional<RememberedAudience> remembered) {

  public BoundJourney {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** The column that identifies a person. */
  public String keyColumn() {
    return statements.audience().keyColumn();
  }

  /** The name of its model. */
  public String model() {
    return statements.audience().definition().model();
  }

  /** Whether its runs deliver. */
  public boolean active() {
    return definition.status() == Journey.Status.ACTIVE;
  }

  /**
   * Its runs, where it does not remember; without rows where it is not active.
   *
   * @param questions know the connection of its model
   */
  public SegmentRun run(SegmentQuestions questions) {
    return new SegmentRun(
        "journey:" + definition.name() + ":" + definition.generation(),
        keyColumn(),
        active() ? statements.tables() : Map.of(),
        active() ? statements::members : statements::nobody,
        questions.connection(model()),
        dealing());
  }

  /**
   * What decides who goes where besides the statement: branches, arms, weights, what they are sent.
   */
  public String dealing() {
    return definition.salt() + definition.stages() + definition.deliver();
  }

  /**
   * Binds a journey.
   *
   * @throws DefinitionException naming each place that does not fit
   */
  static BoundJourney bind(Journey journey, Segments segments) {
    return new Binding(journey, segments).bind();
  }

  /** Binds one. */
  private static final class Binding {
    private final Journey journey;
    private final Segments segments;
    private final List<DefinitionError> errors = new ArrayList<>();
    private final List<Segment.Return> returns = new ArrayList<>();
    private Segment audience;
    private String keyColumn = "";

    Binding(Journey journey, Segments segments) {
      this.journey = journey;
      this.segments = segments;
    }

    BoundJourney bind() {
      BoundSegment members = named("/audience", journey.audience());
      audience = members.definition();
      keyColumn = members.keyColumn();
      List<BoundSegment> suppressed = new ArrayList<>();
      for (int i = 0; i < journey.suppress().size(); i++) {
        String path = "/suppress/" + i;
        String name = journey.suppress().get(i);
        collect(() -> ofModel(path, named(path, name))).ifPresent(suppressed::add);
      }
      List<List<Optional<BoundSegment>>> stages =
          journey.stages().stream()
              .map(stage -> stage.branches().stream().map(this::condition).toList())
              .toList();
      Map<String, Map<String, String>> columns = new LinkedHashMap<>();
      journey.deliver().forEach((arm, delivery) -> columns.put(arm, columns(delivery)));
      Optional<BoundSegment> whole =
          collect(() -> segments.unnamed(with(audience, audience.rules(), returns)));
      if (!errors.isEmpty()) {
        throw new DefinitionException(errors);
      }
      AudienceStatements statements =
          new AudienceStatements(whole.orElseThrow(), suppressed, stages);
      return new BoundJourney(journey, statements, columns, remembered(statements));
    }

    private Optional<RememberedAudience> remembered(AudienceStatements statements) {
      return journey
          .state()
          .map(
              schema ->
                  new RememberedAudience(
                      statements,
                      schema.child("lakeroute_" + journey.name() + "_next"),
                      schema.child("lakeroute_" + journey.name()),
                      journey.generation(),
                      journey.stages().stream()
                          .map(
                              stage ->
                                  new RememberedAudience.StageTime(stage.name(), stage.after()))
                          .toList()));
    }

    private <T> Optional<T> collect(Supplier<T> bind) {
      try {
        return Optional.of(bind.get());
      } catch (DefinitionException e) {
        errors.addAll(e.errors());
        return Optional.empty();
      }
    }

    private BoundSegment named(String path, String name) {
      return segments
          .named(name)
          .orElseThrow(() -> new DefinitionException(path, "names no segment that there is"));
    }

    private BoundSegment ofModel(String path, BoundSegment segment) {
      if (!segment.definition().model().equals(audience.model())) {
        throw new DefinitionException(
            path, "is a segment of another model than the audience, " + audience.model());
      }
      if (segment.definition().limit().isPresent() || segment.definition().sample().isPresent()) {
        throw new DefinitionException(
            path, "names a segment with a limit or a sample, which is no set of rules");
      }
      requireUnmuted(path, segment.definition());
      return segment;
    }

    /** Nobody would hear that a rule of whom to leave out does not count. */
    private void requireUnmuted(String path, Segment segment) {
      if (!segment.muted().isEmpty()) {
        throw new DefinitionException(
            path,
            "names segment %s with muted rules (%s); remove these from it"
                .formatted(segment.name(), String.join(", ", segment.muted())));
      }
      requireUnmuted(path, segment.rules());
    }

    private void requireUnmuted(String path, Rule rule) {
      if (rule instanceof Rule.Group group) {
        group.rules().forEach(each -> requireUnmuted(path, each));
      } else if (rule instanceof Rule.OfSegment other) {
        segments.named(other.segment()).ifPresent(each -> requireUnmuted(path, each.definition()));
      }
    }

    private Optional<BoundSegment> condition(Branch branch) {
      List<Rule> all = new ArrayList<>();
      branch.when().ifPresent(all::add);
      branch
          .consent()
          .ifPresent(
              field ->
                  all.add(
                      new Rule.OfField(
                          branch.path() + "/consent",
                          field,
                          Operator.byName().get("="),
                          BooleanNode.TRUE)));
      if (all.isEmpty()) {
        return Optional.empty();
      }
      Rule.Group rules = new Rule.Group(branch.path() + "/when", false, false, all);
      return collect(
          () -> {
            requireUnmuted(rules.path(), rules);
            return segments.unnamed(with(audience, rules, List.of()));
          });
    }

    private static Segment with(Segment like, Rule.Group rules, List<Segment.Return> returns) {
      boolean whole = rules == like.rules();
      return new Segment(
          like.name(),
          like.title(),
          like.generation(),
          like.model(),
          false,
          like.zone(),
          returns,
          rules,
          whole ? like.limit() : OptionalInt.empty(),
          whole ? like.sample() : Optional.empty(),
          List.of());
    }

    private Map<String, String> columns(Delivery delivery) {
      Map<String, String> columns = new LinkedHashMap<>();
      if (delivery.fields().isEmpty()) {
        audience
            .returns()
            .forEach(each -> columns.put(each.name(), column(each.path(), each.value())));
      }
      delivery
          .fields()
          .forEach(
              (name, field) ->
                  collect(() -> column(field)).ifPresent(column -> columns.put(name, column)));
      Stream.concat(columns.keySet().stream(), delivery.set().keySet().stream())
          .filter(keyColumn::equalsIgnoreCase)
          .forEach(
              name ->
                  errors.add(
                      new DefinitionError(
                          delivery.path(),
                          "has a field with the name of the key, "
                              + name
                              + ", which is sent too")));
      return columns;
    }

    private String column(Journey.Field field) {
      if (field instanceof Journey.OfModel of) {
        return column(of.path(), of.value());
      }
      Journey.OfAudience of = (Journey.OfAudience) field;
      return audience.returns().stream()
          .filter(each -> each.name().equals(of.name()))
          .findFirst()
          .map(each -> column(of.path(), each.value()))
          .orElseThrow(
              () ->
                  new DefinitionException(
                      of.path(),
                      "is neither source.field nor what the audience returns ("
                          + String.join(
                              ", ", audience.returns().stream().map(Segment.Return::name).toList())
                          + ")"));
    }

    /** Equal values share a column. */
    private String column(String path, Segment.Value value) {
      for (Segment.Return each : returns) {
        if (each.value().equals(value)) {
          return each.name();
        }
      }
      String name = "_f" + (returns.size() + 1);
      returns.add(new Segment.Return(path, name, value));
      return name;
    }
  }
}
