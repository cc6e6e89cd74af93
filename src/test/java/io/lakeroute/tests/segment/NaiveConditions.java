// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The conditions of a {@link NaiveStatement}, and the values that they bind. For one segment. */
final class NaiveConditions {

  private final ZoneId zone;
  private final Instant asOf;
  private final Map<String, Object> values = new LinkedHashMap<>();

  NaiveConditions(SegmentModel model, Instant asOf) {
    this.zone = model.zone().orElse(ZoneOffset.UTC);
    this.asOf = asOf;
  }

  Map<String, Object> values() {
    return values;
  }

  /** The condition on rows, which may be the opposite of the rules. */
  String group(Rule.Group group, NaiveSelect select) {
    String all =
        group.rules().stream()
            .map(
                rule ->
                    rule instanceof Rule.Group inner
                        ? group(inner, select)
                        : ofRow((Rule.OfField) rule, select))
            .collect(Collectors.joining(group.any() ? " OR " : " AND ", "(", ")"));
    return group.not() ? "NOT coalesce(" + all + ", FALSE)" : all;
  }

  private String ofRow(Rule.OfField rule, NaiveSelect select) {
    String column = select.column(rule.field());
    if (rule.operator().test() == Operator.Test.NULL) {
      return column + (rule.operator().negated() ? " IS NOT NULL" : " IS NULL");
    }
    String holds = of(rule.operator(), column, rule.value());
    if (!rule.operator().negated()) {
      return holds;
    }
    return rule.operator().strict()
        ? "(" + column + " IS NOT NULL AND NOT " + holds + ")"
        : "NOT coalesce(" + holds + ", FALSE)";
  }

  /** Whether the operator's test holds, whatever the operator makes of that. */
  String of(Operator operator, String value, JsonNode with) {
    return switch (operator.test()) {
      case EQUAL -> "(" + value + " = " + bind(with) + ")";
      case LESS -> "(" + value + " < " + bind(with) + ")";
      case AT_MOST -> "(" + value + " <= " + bind(with) + ")";
      case GREATER -> "(" + value + " > " + bind(with) + ")";
      case AT_LEAST -> "(" + value + " >= " + bind(with) + ")";
      case BETWEEN ->
          "(" + value + " BETWEEN " + bind(with.get(0)) + " AND " + bind(with.get(1)) + ")";
      case IN -> {
        List<String> all = new ArrayList<>();
        with.forEach(each -> all.add(bind(each)));
        yield "(" + value + " IN (" + String.join(", ", all) + "))";
      }
      case CONTAINS -> "contains(" + value + ", " + bind(with) + ")";
      case BEGINS_WITH -> "startswith(" + value + ", " + bind(with) + ")";
      case ENDS_WITH -> "endswith(" + value + ", " + bind(with) + ")";
      case NULL -> throw new IllegalArgumentException("NULL is tested elsewhere");
    };
  }

  /** Whether a key without rows fulfils the rule, where none make 0. */
  static boolean holdsForZero(Operator operator, JsonNode with) {
    boolean holds =
        switch (operator.test()) {
          case EQUAL -> with.decimalValue().signum() == 0;
          case LESS -> with.decimalValue().signum() > 0;
          case AT_MOST -> with.decimalValue().signum() >= 0;
          case GREATER -> with.decimalValue().signum() < 0;
          case AT_LEAST -> with.decimalValue().signum() <= 0;
          case BETWEEN ->
              with.get(0).decimalValue().signum() <= 0 && with.get(1).decimalValue().signum() >= 0;
          default -> throw new IllegalArgumentException("not written here: " + operator);
        };
    return holds != operator.negated();
  }

  /** The bounds of a window over a column of dates. */
  List<String> window(Window window, String time) {
    Window.Bounds bounds = window.bounds(asOf, zone);
    List<String> conditions = new ArrayList<>();
    bounds.from().ifPresent(from -> conditions.add(time + " >= " + bind(day(from))));
    bounds.to().ifPresent(to -> conditions.add(time + " < " + bind(day(to))));
    return conditions;
  }

  private static LocalDate day(Instant midnight) {
    LocalDate day = midnight.atZone(ZoneOffset.UTC).toLocalDate();
    if (!day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(midnight)) {
      throw new IllegalArgumentException("only windows from midnight to midnight are written here");
    }
    return day;
  }

  private String bind(JsonNode value) {
    return bind(
        value.isIntegralNumber()
            ? (Object) value.longValue()
            : value.isNumber()
                ? value.decimalValue()
                : value.isBoolean() ? value.booleanValue() : value.textValue());
  }

  private String bind(Object value) {
    String name = "n" + (values.size() + 1);
    values.put(name, value);
    return ":" + name;
  }
}
