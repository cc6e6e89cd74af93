// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lakeroute.processors.definition.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the rules of one definition, as react-querybuilder writes them. For one thread, once. */
final class RuleReader {

  private static final int DEEPEST = 16;
  static final int MOST_RULES = 500;
  private static final String SEGMENT = "segment";

  /** What a form writes for itself. */
  private static final List<String> IGNORED = List.of("id", "path", "disabled");

  static final List<String> GROUP_FIELDS = allowed("combinator", "not", "rules");
  static final List<String> COMPARISON_FIELDS =
      allowed("field", "operator", "value", "valueSource");
  static final List<String> MATCH_FIELDS =
      allowed("field", "match", "window", "value", "operator", "valueSource");
  static final List<String> ROWS_FIELDS =
      allowed("field", "aggregate", "of", "where", "window", "operator", "value", "valueSource");

  /** Whether one rule is enough. */
  static final Map<String, Boolean> COMBINATORS = new TreeMap<>(Map.of("and", false, "or", true));

  private final List<String> muted = new ArrayList<>();
  private int rules;

  /** Places of rules that are left out. */
  List<String> muted() {
    return muted;
  }

  /** The rules of a segment. */
  Rule.Group group(Node node) {
    return group(node, 1, true);
  }

  /** The condition on the rows of one source, which holds plain comparisons only. */
  Rule.Group rows(Node node) {
    return group(node, 1, false);
  }

  private Rule.Group group(Node node, int depth, boolean top) {
    node.only(GROUP_FIELDS);
    if (depth > DEEPEST) {
      throw node.wrong("is deeper than " + DEEPEST + " groups");
    }
    Node list = node.get("rules");
    if (list.json().isArray()) {
      for (JsonNode each : list.json()) {
        if (each.isTextual()) {
          throw list.wrong(
              "has combinators between its rules; write one combinator beside the rules");
        }
      }
    }
    boolean any = node.get("combinator").oneOf(COMBINATORS);
    List<Rule> read =
        list.list(MOST_RULES, each -> rule(each, depth, top)).stream()
            .flatMap(Optional::stream)
            .toList();
    if (read.isEmpty()) {
      throw list.wrong("has muted rules only");
    }
    return new Rule.Group(node.path(), any, node.find("not").map(Node::truth).orElse(false), read);
  }

  private Optional<Rule> rule(Node node, int depth, boolean top) {
    node.object();
    if (++rules > MOST_RULES) {
      throw node.wrong("a definition has at most " + MOST_RULES + " rules");
    }
    if (node.find("muted").map(Node::truth).orElse(false)) {
      muted.add(node.path());
      return Optional.empty();
    }
    if (node.has("rules") || node.has("combinator")) {
      return Optional.of(group(node, depth + 1, top));
    }
    if (node.find("valueSource").map(Node::text).filter("field"::equals).isPresent()) {
      throw node.get("valueSource").wrong("comparisons of two fields are not supported");
    }
    if (!top && (node.has("match") || node.has("aggregate"))) {
      throw node.wrong("rows of one source are compared by field, operator and value only");
    }
    if (top && node.has("match")) {
      return Optional.of(match(node));
    }
    if (top && node.has("aggregate")) {
      return Optional.of(ofRows(node));
    }
    return Optional.of(
        top && node.get("field").text().equals(SEGMENT) ? ofSegment(node) : ofField(node));
  }

  private Rule match(Node node) {
    node.only(MATCH_FIELDS);
    Node match = node.get("match").only(List.of("mode", "threshold"));
    MatchMode mode = match.get("mode").oneOf(MatchMode.byName());
    if (!mode.hasThreshold() && match.has("threshold")) {
      throw match.get("threshold").wrong("belongs to atLeast, atMost and exactly");
    }
    return new Rule.Match(
        node.path(),
        node.get("field").name(),
        mode,
        mode.hasThreshold() ? match.get("threshold").whole(0, Integer.MAX_VALUE) : 0,
        node.find("window").map(Window::read),
        node.find("value").map(this::rows));
  }

  private Rule ofRows(Node node) {
    node.only(ROWS_FIELDS);
    return new Rule.OfRows(node.path(), aggregate(node), operator(node), value(node));
  }

  /** {@code field}, {@code aggregate}, {@code of}, {@code where} and {@code window}. */
  Rule.Rows aggregate(Node node) {
    Aggregate aggregate = node.get("aggregate").oneOf(Aggregate.byName());
    if (aggregate == Aggregate.COUNT && node.has("of")) {
      throw node.get("of").wrong("count counts rows; use countDistinct, or a where with notNull");
    }
    return new Rule.Rows(
        node.path(),
        node.get("field").name(),
        aggregate,
        aggregate == Aggregate.COUNT ? Optional.empty() : Optional.of(node.get("of").name()),
        node.find("where").map(this::rows),
        node.find("window").map(Window::read));
  }

  private static Rule ofSegment(Node node) {
    node.only(COMPARISON_FIELDS);
    Operator operator = operator(node);
    if (operator.test() != Operator.Test.EQUAL || operator.strict()) {
      throw node.get("operator").wrong("must be = or != for a segment");
    }
    return new Rule.OfSegment(node.path(), node.get("value").fileName(), operator.negated());
  }

  private static Rule ofField(Node node) {
    node.only(COMPARISON_FIELDS);
    return new Rule.OfField(node.path(), node.get("field").text(), operator(node), value(node));
  }

  private static Operator operator(Node node) {
    return node.get("operator").oneOf(Operator.byName());
  }

  /** The value; a test of NULL has none, whatever a form writes there. */
  private static JsonNode value(Node node) {
    return operator(node).test() == Operator.Test.NULL
        ? MissingNode.getInstance()
        : node.get("value").json();
  }

  private static List<String> allowed(String... fields) {
    List<String> allowed = new ArrayList<>(List.of(fields));
    allowed.add("muted");
    allowed.addAll(IGNORED);
    return List.copyOf(allowed);
  }
}
