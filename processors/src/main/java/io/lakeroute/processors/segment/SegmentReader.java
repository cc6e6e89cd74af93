// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads segments strictly, from YAML or JSON; stateless. */
public final class SegmentReader {

  /** What a segment without a name of its own is called in statements and record ids. */
  public static final String AD_HOC = "ad-hoc";

  static final int MOST_RETURNS = 100;
  private static final int MOST_DECIMALS = 10;
  static final int MOST_ROWS = 100_000_000;

  static final List<String> FIELDS =
      List.of(
          "segment",
          "title",
          "generation",
          "model",
          "profile",
          "zone",
          "returns",
          "rules",
          "limit",
          "sample");

  static final List<String> SAMPLE_FIELDS = List.of("percent", "salt");

  static final List<String> RETURN_FIELDS =
      List.of("name", "field", "aggregate", "of", "where", "window");

  static final List<String> VALUE_FIELDS = List.of("field", "aggregate", "of", "where", "window");

  private SegmentReader() {}

  /**
   * Reads a file.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  public static Segment read(InputStream yaml) throws IOException {
    return read(Node.ofYaml(yaml), true);
  }

  /** Reads a definition that came with a request, and may have no name. */
  public static Segment adHoc(JsonNode definition) {
    return read(new Node(definition, ""), false);
  }

  /** Reads rules that stand in another definition, such as the branch of a journey. */
  public static Rule.Group rules(Node node) {
    RuleReader rules = new RuleReader();
    Rule.Group group = rules.group(node);
    requireUnmuted(rules);
    return group;
  }

  private static void requireUnmuted(RuleReader rules) {
    if (!rules.muted().isEmpty()) {
      throw new DefinitionException(rules.muted().get(0), "is muted; remove the rule instead");
    }
  }

  /** Reads what another definition wants of a person: {@code source.field}, or an aggregate. */
  public static Segment.Value value(Node node) {
    if (node.json().isTextual()) {
      return new Segment.OfField(node.text());
    }
    node.only(VALUE_FIELDS);
    RuleReader rules = new RuleReader();
    Rule.Rows rows = rules.aggregate(node);
    requireUnmuted(rules);
    return new Segment.OfRows(rows);
  }

  private static Segment read(Node definition, boolean named) {
    Node node = definition.only(FIELDS);
    RuleReader rules = new RuleReader();
    Rule.Group group = rules.group(node.get("rules"));
    return new Segment(
        named || node.has("segment") ? node.get("segment").fileName() : AD_HOC,
        node.find("title").map(Node::text),
        node.find("generation").map(each -> each.whole(1, Integer.MAX_VALUE)).orElse(1),
        node.get("model").fileName(),
        node.find("profile").map(Node::truth).orElse(false),
        node.find("zone").map(SegmentReader::zone),
        node.find("returns")
            .map(list -> list.list(MOST_RETURNS, each -> returned(each, rules)))
            .orElse(List.of()),
        group,
        node.find("limit")
            .map(each -> OptionalInt.of(each.whole(1, MOST_ROWS)))
            .orElse(OptionalInt.empty()),
        node.find("sample").map(SegmentReader::sample),
        rules.muted());
  }

  static ZoneId zone(Node node) {
    try {
      return ZoneId.of(node.text());
    } catch (DateTimeException e) {
      throw node.wrong("must be a time zone such as Europe/Berlin");
    }
  }

  private static Segment.Return returned(Node node, RuleReader rules) {
    if (node.json().isTextual()) {
      String field = node.text();
      return new Segment.Return(node.path(), last(field), new Segment.OfField(field));
    }
    node.only(RETURN_FIELDS);
    if (node.has("aggregate")) {
      return new Segment.Return(
          node.path(), node.get("name").name(), new Segment.OfRows(rules.aggregate(node)));
    }
    for (String field : List.of("of", "where", "window")) {
      if (node.has(field)) {
        throw node.get(field).wrong("needs aggregate");
      }
    }
    String field = node.get("field").text();
    return new Segment.Return(
        node.path(),
        node.find("name").map(Node::name).orElse(last(field)),
        new Segment.OfField(field));
  }

  private static String last(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }

  private static Segment.Sample sample(Node node) {
    node.only(SAMPLE_FIELDS);
    Node percent = node.get("percent");
    BigDecimal share = percent.json().isNumber() ? percent.json().decimalValue() : BigDecimal.ZERO;
    if (share.signum() <= 0
        || share.scale() > MOST_DECIMALS
        || share.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw percent.wrong("must be a number above 0 and up to 100, with up to 10 decimals");
    }
    Optional<String> salt = node.find("salt").map(Node::characters);
    return new Segment.Sample(share, salt.orElse(""));
  }
}
