// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionError;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import io.lakeroute.processors.segment.BoundModel.Column;
import io.lakeroute.processors.segment.BoundModel.Source;
import io.lakeroute.processors.segment.Operator.Test;
import io.lakeroute.processors.sql.ColumnKind;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds the rules of one segment that compare something. Immutable. */
final class RuleBinder {

  private static final int LONGEST_LIST = 1_000;

  private final BoundModel model;
  private final ValueReader values;

  /**
   * @param zone of the segment's calendar; empty if nobody named one
   */
  RuleBinder(BoundModel model, Optional<ZoneId> zone) {
    this.model = model;
    this.values = new ValueReader(zone);
  }

  BoundRule rule(Rule rule) {
    if (rule instanceof Rule.OfField field) {
      return comparison(
          rule.path(),
          field(rule.path() + "/field", field.field()),
          field.operator(),
          field.value());
    }
    if (rule instanceof Rule.OfRows rows) {
      return comparison(
          rule.path(), new BoundRule.OfRows(rows(rows.rows())), rows.operator(), rows.value());
    }
    if (rule instanceof Rule.Match match) {
      return matching(match);
    }
    throw new IllegalArgumentException("groups and segments are bound elsewhere");
  }

  /** A field of a source with one row per key. */
  BoundRule.OfColumn field(String path, String text) {
    int dot = text.indexOf('.');
    Source source = dot < 0 ? null : model.sources().get(text.substring(0, dot));
    if (source == null) {
      throw new DefinitionException(
          path,
          "must be source.field with one of the sources "
              + String.join(", ", model.sources().keySet()));
    }
    if (source.many()) {
      throw new DefinitionException(
          path, "is of a source with many rows; use match, or aggregate and of");
    }
    return column(path, source, text.substring(dot + 1));
  }

  private static BoundRule.OfColumn column(String path, Source source, String name) {
    Column column = source.fields().get(name);
    if (column == null) {
      throw new DefinitionException(
          path,
          "is no field of source "
              + source.name()
              + " (fields: "
              + String.join(", ", source.fields().keySet())
              + ")");
    }
    return new BoundRule.OfColumn(source, column);
  }

  private BoundRule matching(Rule.Match match) {
    Source source = many(match.path() + "/field", match.source());
    BoundRule.Rows rows =
        rows(
            source, match.path(), Aggregate.COUNT, Optional.empty(), match.where(), match.window());
    Optional<BoundRule.Rows> total =
        match.mode() == MatchMode.ALL
            ? Optional.of(
                rows(
                    source,
                    match.path(),
                    Aggregate.COUNT,
                    Optional.empty(),
                    Optional.empty(),
                    match.window()))
            : Optional.empty();
    return new BoundRule.Matching(match.path(), rows, total, match.mode(), match.threshold());
  }

  BoundRule.Rows rows(Rule.Rows rows) {
    Source source = many(rows.path() + "/field", rows.source());
    Optional<Column> of = rows.of().map(name -> column(rows.path() + "/of", source, name).column());
    Aggregate aggregate = rows.aggregate();
    of.ifPresent(
        column -> {
          if (aggregate.ofNumbers() && !column.type().number()) {
            throw new DefinitionException(
                rows.path() + "/of",
                "has the type "
                    + column.type().text()
                    + "; "
                    + aggregate.text()
                    + " needs numbers");
          }
        });
    if (aggregate.byTime() && source.time().isEmpty()) {
      throw new DefinitionException(
          rows.path() + "/aggregate",
          aggregate.text() + " needs a time, which source " + source.name() + " does not have");
    }
    return rows(source, rows.path(), aggregate, of, rows.where(), rows.window());
  }

  private BoundRule.Rows rows(
      Source source,
      String path,
      Aggregate aggregate,
      Optional<Column> of,
      Optional<Rule.Group> where,
      Optional<Window> window) {
    ZoneId zone =
        window.map(each -> zone(source, each)).orElseGet(() -> source.definition().timeZone());
    return new BoundRule.Rows(
        path, source, aggregate, of, where.map(group -> group(source, group)), window, zone);
  }

  private ZoneId zone(Source source, Window window) {
    if (source.time().isEmpty()) {
      throw new DefinitionException(
          window.path(), "needs a time, which source " + source.name() + " does not have");
    }
    return values.zoneOf(window.path(), window.needsZone());
  }

  private Source many(String path, String name) {
    Source source = model.sources().get(name);
    if (source == null || !source.many()) {
      throw new DefinitionException(
          path,
          "must be one of the sources with many rows ("
              + String.join(
                  ", ",
                  model.sources().values().stream().filter(Source::many).map(Source::name).toList())
              + ")");
    }
    return source;
  }

  private BoundRule.Group group(Source source, Rule.Group group) {
    List<DefinitionError> errors = new ArrayList<>();
    List<BoundRule> bound = new ArrayList<>();
    for (Rule rule : group.rules()) {
      try {
        bound.add(
            rule instanceof Rule.Group inner
                ? group(source, inner)
                : ofRow(source, (Rule.OfField) rule));
      } catch (DefinitionException e) {
        errors.addAll(e.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new DefinitionException(errors);
    }
    return new BoundRule.Group(group.path(), group.any(), group.not(), bound);
  }

  private BoundRule ofRow(Source source, Rule.OfField rule) {
    return comparison(
        rule.path(),
        column(rule.path() + "/field", source, rule.field()),
        rule.operator(),
        rule.value());
  }

  private BoundRule comparison(
      String path, BoundRule.Operand operand, Operator operator, JsonNode json) {
    DataType type = operand.type();
    Test test = operator.test();
    checkFits(path + "/operator", operand, type, test);
    if (test == Test.NULL) {
      return new BoundRule.Comparison(path, operand, operator, List.of());
    }
    Node node = new Node(json, path + "/value");
    List<BoundValue> read =
        values(node, test, type.element().orElse(type), operand.source()).stream()
            .map(value -> test.partial() && !type.array() ? value : whole(value, type))
            .toList();
    // Only the warehouse knows the order of a collation.
    if (test == Test.BETWEEN
        && type.kind() != ColumnKind.COLLATED_TEXT
        && BoundValue.reversed(read.get(0), read.get(1))) {
      throw node.wrong("has a lower bound above the upper one");
    }
    return new BoundRule.Comparison(path, operand, operator, read);
  }

  private static void checkFits(String path, BoundRule.Operand operand, DataType type, Test test) {
    if (test == Test.NULL) {
      if (operand instanceof BoundRule.OfRows of && of.rows().aggregate().zeroWithoutRows()) {
        throw new DefinitionException(path, of.rows().aggregate().text() + " is never NULL");
      }
    } else if (!type.takes(test)) {
      throw new DefinitionException(
          path,
          type.array()
              ? "must be contains, doesNotContain, null or notNull for an array"
              : test.partial()
                  ? "is for texts, and the type is " + type.text()
                  : "is for values with an order, and the type is " + type.text());
    }
  }

  private List<BoundValue> values(Node node, Test test, DataType type, Source source) {
    if (test == Test.IN) {
      List<BoundValue> list = node.list(LONGEST_LIST, each -> fixed(each, test, type, source));
      requireOneType(node, type, list);
      return list;
    }
    if (test == Test.BETWEEN) {
      if (!node.json().isArray() || node.json().size() != 2) {
        throw node.wrong("must be a list of two values, the lower one first");
      }
      return node.list(2, each -> values.read(each, type, source.timeZone()));
    }
    return List.of(
        test.ordered()
            ? values.read(node, type, source.timeZone())
            : fixed(node, test, type, source));
  }

  /** A value that is compared as a whole, as columns or elements of this type have it. */
  private static BoundValue whole(BoundValue value, DataType type) {
    return value instanceof BoundValue.Constant constant && constant.value() instanceof String text
        ? new BoundValue.Constant(type.element().orElse(type).padded(text))
        : value;
  }

  /** A long list has one type for all of its values. */
  private static void requireOneType(Node node, DataType type, List<BoundValue> list) {
    if (type.kind() == ColumnKind.DECIMAL
        && !DecimalType.of(list.stream().map(each -> ((BoundValue.Constant) each).value()).toList())
            .exists()) {
      throw node.wrong("has numbers that together need more than 38 digits");
    }
  }

  /** Nothing equals a time that goes on. */
  private BoundValue fixed(Node node, Test test, DataType type, Source source) {
    BoundValue value = values.read(node, type, source.timeZone());
    if (value instanceof BoundValue.Time time
        && (time.moment() instanceof Moment.Ago || type.kind() == ColumnKind.DATE)) {
      throw node.wrong(
          test == Test.EQUAL || test == Test.IN
              ? "must be a fixed value of the column's type; compare times with <, <=, >, >= or between"
              : "must be a fixed value");
    }
    return value;
  }
}
