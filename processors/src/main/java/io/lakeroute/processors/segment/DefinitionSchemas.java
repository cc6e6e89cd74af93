// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static io.lakeroute.processors.definition.SchemaParts.FILE_NAME;
import static io.lakeroute.processors.definition.SchemaParts.NAME;
import static io.lakeroute.processors.definition.SchemaParts.TEXT;
import static io.lakeroute.processors.definition.SchemaParts.TRUTH;
import static io.lakeroute.processors.definition.SchemaParts.document;
import static io.lakeroute.processors.definition.SchemaParts.inOrder;
import static io.lakeroute.processors.definition.SchemaParts.list;
import static io.lakeroute.processors.definition.SchemaParts.named;
import static io.lakeroute.processors.definition.SchemaParts.names;
import static io.lakeroute.processors.definition.SchemaParts.object;
import static io.lakeroute.processors.definition.SchemaParts.ref;
import static io.lakeroute.processors.definition.SchemaParts.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas (draft 2020-12) of models and segments, made from the rules of their readers;
 * stateless. They hold what can be said without the columns of tables.
 */
public final class DefinitionSchemas {

  private DefinitionSchemas() {}

  /** The schema of segments. */
  public static Map<String, Object> segment() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("segment", FILE_NAME);
    fields.put("title", TEXT);
    fields.put("generation", whole(1, Integer.MAX_VALUE));
    fields.put("model", FILE_NAME);
    fields.put("profile", TRUTH);
    fields.put("zone", TEXT);
    fields.put("returns", list(1, SegmentReader.MOST_RETURNS, ref("return")));
    fields.put("rules", ref("group"));
    fields.put("limit", whole(1, SegmentReader.MOST_ROWS));
    fields.put("sample", ref("sample"));
    Map<String, Object> parts = rules();
    parts.put("return", returned());
    parts.put("sample", sample());
    return document(
        "segment", object(SegmentReader.FIELDS, List.of("model", "rules"), fields), parts);
  }

  /** The parts that rules are made of; {@code group} is what {@link SegmentReader#rules} reads. */
  public static Map<String, Object> rules() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("group", group("rule"));
    parts.put(
        "rule",
        chosen(
            List.of(
                when("rules", "combinator", ref("group")),
                when("match", ref("match")),
                when("aggregate", ref("rows"))),
            ref("comparison")));
    parts.put("match", match());
    parts.put("rows", rows(RuleReader.ROWS_FIELDS, List.of("field", "aggregate", "operator")));
    parts.put("comparison", comparison());
    parts.put("rowGroup", group("rowRule"));
    parts.put(
        "rowRule",
        chosen(List.of(when("rules", "combinator", ref("rowGroup"))), ref("comparison")));
    parts.put("window", window());
    parts.put("moment", moment());
    return parts;
  }

  /** What {@link SegmentReader#value} reads. */
  public static Map<String, Object> value() {
    return Map.of(
        "anyOf", List.of(TEXT, rows(SegmentReader.VALUE_FIELDS, List.of("field", "aggregate"))));
  }

  /** The schema of models. */
  public static Map<String, Object> model() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", FILE_NAME);
    fields.put("connection", TEXT);
    fields.put("zone", TEXT);
    fields.put("population", TEXT);
    fields.put("sources", named(NAME, ref("source")));
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("keyAs", Map.of("enum", List.of("string")));
    source.put("many", TRUTH);
    source.put("fields", named(NAME, TEXT));
    Map<String, Object> lookups = new LinkedHashMap<>(named(NAME, ref("lookup")));
    lookups.put("maxProperties", ModelReader.MOST_LOOKUPS);
    source.put("lookups", lookups);
    for (String text : List.of("table", "key", "time", "latest", "timeZone")) {
      source.put(text, TEXT);
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("source", object(ModelReader.SOURCE_FIELDS, List.of("table", "key"), source));
    Map<String, Object> lookup = new LinkedHashMap<>();
    lookup.put("table", TEXT);
    lookup.put("on", inOrder("type", "object", "minProperties", 1, "additionalProperties", TEXT));
    parts.put("lookup", object(List.of("table", "on"), List.of("table", "on"), lookup));
    return document(
        "model",
        object(ModelReader.FIELDS, List.of("model", "population", "sources"), fields),
        parts);
  }

  private static Map<String, Object> group(String rule) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("combinator", names(RuleReader.COMBINATORS));
    fields.put("not", TRUTH);
    fields.put("rules", list(1, RuleReader.MOST_RULES, ref(rule)));
    fields.put("muted", TRUTH);
    return object(RuleReader.GROUP_FIELDS, List.of("combinator", "rules"), fields);
  }

  private static Map<String, Object> match() {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> mode = new LinkedHashMap<>();
    mode.put("mode", names(MatchMode.byName()));
    mode.put("threshold", whole(0, Integer.MAX_VALUE));
    fields.put("field", NAME);
    fields.put("match", object(List.of("mode", "threshold"), List.of("mode"), mode));
    fields.put("window", ref("window"));
    fields.put("value", ref("rowGroup"));
    return object(RuleReader.MATCH_FIELDS, List.of("field", "match"), fields);
  }

  private static Map<String, Object> rows(List<String> allowed, List<String> required) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("field", NAME);
    fields.put("aggregate", names(Aggregate.byName()));
    fields.put("of", NAME);
    fields.put("where", ref("rowGroup"));
    fields.put("window", ref("window"));
    fields.put("operator", names(Operator.byName()));
    return object(allowed, required, fields);
  }

  private static Map<String, Object> comparison() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("field", TEXT);
    fields.put("operator", names(Operator.byName()));
    return object(RuleReader.COMPARISON_FIELDS, List.of("field", "operator"), fields);
  }

  private static Map<String, Object> window() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("last", whole(1, Window.LONGEST));
    fields.put("unit", names(CalendarUnit.byName()));
    fields.put("whole", TRUTH);
    fields.put("from", ref("moment"));
    fields.put("to", ref("moment"));
    Map<String, Object> window = object(Window.FIELDS, List.of(), fields);
    window.put(
        "oneOf",
        List.of(
            Map.of("required", List.of("last", "unit")),
            Map.of("required", List.of("from")),
            inOrder("required", List.of("to"), "not", Map.of("required", List.of("from")))));
    return window;
  }

  private static Map<String, Object> moment() {
    Map<String, Object> ago = new LinkedHashMap<>();
    ago.put("ago", whole(0, Window.LONGEST));
    ago.put("unit", names(CalendarUnit.byName()));
    return Map.of(
        "anyOf", List.of(TEXT, object(List.of("ago", "unit"), List.of("ago", "unit"), ago)));
  }

  private static Map<String, Object> returned() {
    Map<String, Object> rows = rows(SegmentReader.RETURN_FIELDS, List.of("name", "field"));
    return Map.of("anyOf", List.of(TEXT, rows));
  }

  private static Map<String, Object> sample() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("percent", inOrder("type", "number", "exclusiveMinimum", 0, "maximum", 100));
    fields.put("salt", TEXT);
    return object(SegmentReader.SAMPLE_FIELDS, List.of("percent"), fields);
  }

  /** A rule is of the first kind whose fields it has. */
  private static Map<String, Object> chosen(List<Choice> choices, Map<String, Object> otherwise) {
    Map<String, Object> chosen = otherwise;
    for (int i = choices.size() - 1; i >= 0; i--) {
      Map<String, Object> next = new LinkedHashMap<>();
      next.put("if", choices.get(i).condition());
      next.put("then", choices.get(i).then());
      next.put("else", chosen);
      chosen = next;
    }
    return chosen;
  }

  private record Choice(Map<String, Object> condition, Map<String, Object> then) {}

  private static Choice when(String field, Map<String, Object> then) {
    return new Choice(Map.of("required", List.of(field)), then);
  }

  private static Choice when(String one, String other, Map<String, Object> then) {
    List<Object> either = new ArrayList<>();
    either.add(Map.of("required", List.of(one)));
    either.add(Map.of("required", List.of(other)));
    return new Choice(Map.of("anyOf", either), then);
  }
}
