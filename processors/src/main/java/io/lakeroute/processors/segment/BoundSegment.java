// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A segment bound to its model; immutable. */
public record BoundSegment(
    Segment definition, BoundModel model, BoundRule.Group rules, List<Return> returns) {

  public BoundSegment {
    returns = List.copyOf(returns);
  }

  /** A value that is returned besides the key. */
  record Return(String name, BoundRule.Operand value) {}

  /** The column that identifies a member. */
  public String keyColumn() {
    return model.population().key();
  }

  /** The zone of its calendar; empty if neither segment nor model names one. */
  public Optional<ZoneId> zone() {
    return definition.zone().or(() -> model.model().zone());
  }

  /** The places of all rules, each group before its own, as explanations number them. */
  public List<String> paths() {
    return RuleTruths.rules(rules).stream().map(BoundRule::path).toList();
  }

  /** What the rule at a place asks for, as it was written. */
  public Map<String, Object> wanted(String path) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    Rule rule = find(definition.rules(), path).orElseThrow();
    if (rule instanceof Rule.OfField field) {
      compared(wanted, field.operator(), field.value());
    } else if (rule instanceof Rule.OfRows rows) {
      compared(wanted, rows.operator(), rows.value());
    } else if (rule instanceof Rule.Match match) {
      wanted.put("mode", match.mode().text());
      if (match.mode().hasThreshold()) {
        wanted.put("threshold", match.threshold());
      }
    }
    return wanted;
  }

  private static void compared(Map<String, Object> wanted, Operator operator, JsonNode value) {
    Operator.byName().entrySet().stream()
        .filter(each -> each.getValue().equals(operator))
        .forEach(each -> wanted.put("operator", each.getKey()));
    if (!value.isMissingNode()) {
      wanted.put("value", plain(value));
    }
  }

  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false).map(BoundSegment::plain).toList();
    }
    if (value.isObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      value.properties().forEach(each -> fields.put(each.getKey(), plain(each.getValue())));
      return fields;
    }
    return value.isTextual()
        ? value.textValue()
        : value.isNumber() ? value.decimalValue() : value.booleanValue();
  }

  private static Optional<Rule> find(Rule.Group group, String path) {
    for (Rule rule : group.rules()) {
      if (rule.path().equals(path)) {
        return Optional.of(rule);
      }
      if (rule instanceof Rule.Group inner) {
        Optional<Rule> found = find(inner, path);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
