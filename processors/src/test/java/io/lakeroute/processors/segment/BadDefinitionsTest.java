// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a definition is refused with its place, and without its value. */
class BadDefinitionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {field: customers.nope, operator: "=", value: x} | /rules/rules/0/field: is no field of source customers (fields: tier, email, consent, seen, tags, born, score, visited, rate)
          {field: nope.tier, operator: "=", value: x} | /rules/rules/0/field: must be source.field with one of the sources customers, scores, purchases
          {field: customers.tier, operator: like, value: x} | /rules/rules/0/operator: must be one of =, !=, strict:!=, <, <=, >, >=, between, notBetween, strict:notBetween, in, notIn, strict:notIn, contains, doesNotContain, strict:doesNotContain, beginsWith, doesNotBeginWith, strict:doesNotBeginWith, endsWith, doesNotEndWith, strict:doesNotEndWith, null, notNull
          {field: customers.tier, operator: "=", value: 7} | /rules/rules/0/value: must be a text, as the column is
          {field: customers.tier, operator: "=", value: "\\uD800"} | /rules/rules/0/value: has half of a surrogate pair, which is no character
          {field: customers.tier, operator: "="} | /rules/rules/0/value: is missing
          {field: customers.tier, operator: in, value: "gold,silver"} | /rules/rules/0/value: must be a list that is not empty
          {field: customers.tier, operator: in, value: []} | /rules/rules/0/value: must be a list that is not empty
          {field: customers.tier, operator: in, value: [gold, null]} | /rules/rules/0/value/1: must be a text, as the column is
          {field: customers.score, operator: between, value: [2, 1]} | /rules/rules/0/value: has a lower bound above the upper one
          {field: customers.score, operator: between, value: [1, 2, 3]} | /rules/rules/0/value: must be a list of two values, the lower one first
          {field: scores.bread, operator: ">", value: 1e-999999} | /rules/rules/0/value: has an exponent that no column holds
          {field: customers.seen, operator: "<", value: "+99999-01-01T00:00:00Z"} | /rules/rules/0/value: must be a date, a time with an offset (RFC 3339), or {ago: <n>, unit: hour, day, week, month or year}
          {field: customers.score, operator: in, value: ["12345678901234567890", "0.1234567890123456789"]} | /rules/rules/0/value: has numbers that together need more than 38 digits
          {field: customers.score, operator: ">", value: "1e999"} | /rules/rules/0/value: has more than 38 digits before or after the point
          {field: scores.bread, operator: ">", value: "1e999"} | /rules/rules/0/value: is too large for a DOUBLE
          {field: scores.bread, operator: ">", value: many} | /rules/rules/0/value: must be a number, as the column of type DOUBLE has
          {field: customers.score, operator: contains, value: 1} | /rules/rules/0/operator: is for texts, and the type is DECIMAL(6,2)
          {field: customers.consent, operator: "<", value: true} | /rules/rules/0/operator: is for values with an order, and the type is BOOLEAN
          {field: customers.consent, operator: "=", value: "yes"} | /rules/rules/0/value: must be true or false
          {field: customers.tags, operator: "=", value: vip} | /rules/rules/0/operator: must be contains, doesNotContain, null or notNull for an array
          {field: customers.seen, operator: "=", value: {ago: 1, unit: day}} | /rules/rules/0/value: must be a fixed value of the column's type; compare times with <, <=, >, >= or between
          {field: customers.seen, operator: "<", value: yesterday} | /rules/rules/0/value: must be a date, a time with an offset (RFC 3339), or {ago: <n>, unit: hour, day, week, month or year}
          {field: customers.seen, operator: "<", value: {ago: -1, unit: day}} | /rules/rules/0/value/ago: must be a whole number from 0 to 100000
          {field: customers.tier, operator: "=", value: x, valueSource: field} | /rules/rules/0/valueSource: comparisons of two fields are not supported
          {field: customers.tier, operator: "=", value: x, vallue: y} | /rules/rules/0/vallue: unknown field (allowed: field, operator, value, valueSource, muted, id, path, disabled)
          {field: purchases.value, operator: "=", value: 1} | /rules/rules/0/field: is of a source with many rows; use match, or aggregate and of
          {field: customers, match: {mode: some}} | /rules/rules/0/field: must be one of the sources with many rows (purchases)
          {field: purchases, match: {mode: some, threshold: 1}} | /rules/rules/0/match/threshold: belongs to atLeast, atMost and exactly
          {field: purchases, match: {mode: atLeast, threshold: -1}} | /rules/rules/0/match/threshold: must be a whole number from 0 to 2147483647
          {field: purchases, match: {mode: atLeast}} | /rules/rules/0/match/threshold: is missing
          {field: purchases, match: {mode: some}, value: {combinator: and, rules: []}} | /rules/rules/0/value/rules: must be a list that is not empty
          {field: purchases, match: {mode: some}, value: {combinator: and, rules: [{field: purchases, match: {mode: some}}]}} | /rules/rules/0/value/rules/0: rows of one source are compared by field, operator and value only
          {field: purchases, match: {mode: some}, window: {last: 0, unit: day}} | /rules/rules/0/window/last: must be a whole number from 1 to 100000
          {field: purchases, match: {mode: some}, window: {last: 1, unit: day, to: "2026-01-01"}} | /rules/rules/0/window: has either last and unit, or from and to
          {field: purchases, aggregate: sum, of: category, operator: ">", value: 1} | /rules/rules/0/of: has the type STRING; sum needs numbers
          {field: purchases, aggregate: count, operator: "null"} | /rules/rules/0/operator: count is never NULL
          {field: purchases, aggregate: count, of: value, operator: ">", value: 1} | /rules/rules/0/of: count counts rows; use countDistinct, or a where with notNull
          {field: segment, operator: "=", value: nobody} | /rules/rules/0/value: names no segment that there is
          {field: segment, operator: "<", value: emailable} | /rules/rules/0/operator: must be = or != for a segment
          {combinator: xor, rules: [{field: customers.tier, operator: "null"}]} | /rules/rules/0/combinator: must be one of and, or
          {rules: [{field: customers.tier, operator: "null"}, and]} | /rules/rules/0/rules: has combinators between its rules; write one combinator beside the rules
          {field: customers.tier, operator: "null", muted: true} | /rules/rules: has muted rules only
          """)
  void a_rule_that_is_wrong_is_refused_with_its_place(String rule, String message) {
    assertThatThrownBy(() -> Models.bound(segment(rule))).hasMessage(message);
  }

  @Test
  void all_that_is_wrong_is_listed() {
    assertThatThrownBy(
            () ->
                Models.bound(
                    segment(
                        "{field: customers.tier, operator: '=', value: 1}, {field: scores.bread, operator: '=', value: x}")))
        .hasMessage(
            "/rules/rules/0/value: must be a text, as the column is; "
                + "/rules/rules/1/value: must be a number, as the column of type DOUBLE has");
  }

  @ParameterizedTest
  @CsvSource({"1e-9999999", "0.00000000001", "0", "100.1"})
  void a_sample_is_a_share_that_a_hash_can_draw(String percent) {
    assertThatThrownBy(
            () ->
                Models.segment(
                    "sample: {percent: "
                        + percent
                        + "}\n"
                        + segment("{field: customers.tier, operator: 'null'}")))
        .hasMessage(
            "/sample/percent: must be a number above 0 and up to 100, with up to 10 decimals");
  }

  @Test
  void groups_are_at_most_16_deep() {
    String rule = "{field: customers.tier, operator: 'null'}";
    for (int i = 0; i < 15; i++) {
      rule = "{combinator: and, rules: [" + rule + "]}";
    }
    assertThat(Models.bound(segment(rule)).paths()).hasSize(17);
    String deeper = segment("{combinator: and, rules: [" + rule + "]}");

    assertThatThrownBy(() -> Models.bound(deeper)).hasMessageEndingWith("is deeper than 16 groups");
  }

  @Test
  void a_definition_has_at_most_500_rules() {
    String rule = "{field: customers.tier, operator: 'null'}, ";

    assertThat(Models.bound(segment(rule.repeat(500))).paths()).hasSize(501);
    assertThatThrownBy(() -> Models.bound(segment(rule.repeat(501))))
        .hasMessage("/rules/rules: has 501 elements; at most 500 are allowed");
  }

  @Test
  void a_statement_binds_at_most_255_values() {
    String rule = "{field: customers.tier, operator: '=', value: a}, ";
    BoundSegment most = Models.bound(segment(rule.repeat(255)));
    BoundSegment tooMany = Models.bound(segment(rule.repeat(256)));
    Pin pin = new Pin(Models.AS_OF, Map.of());

    assertThat(new SegmentStatements(most, pin).count().parameters()).hasSize(255);
    assertThatThrownBy(() -> new SegmentStatements(tooMany, pin).count())
        .hasMessageStartingWith("/rules: binds 256 values, and a statement holds 255");
  }

  @Test
  void segments_that_need_each_other_are_a_cycle() {
    Segment one = named("one", "two");
    Segment two = named("two", "one");
    SegmentBinder binder =
        new SegmentBinder(Models.retail(), name -> Optional.of(name.equals("one") ? one : two));

    assertThatThrownBy(() -> binder.bind(one))
        .hasMessage(
            "/rules/rules/0/value: names segment two, which is wrong at "
                + "/rules/rules/0/value: names a segment that needs this one: a cycle");
  }

  @Test
  void a_relative_time_needs_a_zone() throws Exception {
    String model =
        Files.readString(Models.FOLDER.resolve("retail.model.yaml"))
            .replace("zone: Europe/Berlin\n", "");
    BoundModel bound = ModelBinder.bind(Models.model(model), Models::columns);
    SegmentBinder binder = new SegmentBinder(bound, name -> Optional.empty());
    String rule = "{field: customers.seen, operator: '<', value: {ago: 1, unit: day}}";

    assertThatThrownBy(() -> binder.bind(Models.segment(segment(rule))))
        .hasMessage(
            "/rules/rules/0/value: needs a time zone; set zone in the model or in the segment");
    assertThat(binder.bind(Models.segment(segment(rule.replace("day", "hour")))).paths())
        .hasSize(2);
    assertThat(binder.bind(Models.segment("zone: UTC\n" + segment(rule))).paths()).hasSize(2);
  }

  private static Segment named(String name, String other) {
    return Models.segment(
        segment("{field: segment, operator: '=', value: " + other + "}").replace("bad", name));
  }

  private static String segment(String rules) {
    return "segment: bad\nmodel: retail\nrules: {combinator: and, rules: [" + rules + "]}\n";
  }
}
