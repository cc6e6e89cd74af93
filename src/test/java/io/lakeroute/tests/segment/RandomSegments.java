// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Draws valid segments over a model: every operator with every type in turn, in groups, among rows
 * and of aggregates. The same seed draws the same ones. For one thread.
 */
final class RandomSegments {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 3;
  private static final List<String> MODES =
      List.of("some", "none", "all", "atLeast", "atMost", "exactly");
  private static final List<String> AGGREGATES = List.of("min", "max", "first", "last");
  private static final List<String> UNITS = List.of("hour", "day", "week", "month", "year");
  private static final List<Kind> NUMBERS = List.of(Kind.values()).subList(1, 6);

  private final SampleModel model;
  private final int mostRules;
  private final Random random;
  private final RandomValues values;
  private final List<String> library = new ArrayList<>();
  private final Combinations combinations;

  /**
   * @param mostRules of a segment, groups aside
   * @param seed seeds that follow each other draw each combination equally often
   */
  RandomSegments(SampleModel model, int mostRules, long seed, Random random) {
    this.model = model;
    this.mostRules = mostRules;
    this.random = random;
    this.values = new RandomValues(random);
    this.combinations = new Combinations(seed);
  }

  /** A segment that the next ones may name. */
  ObjectNode named(String name) {
    ObjectNode segment = next(name);
    library.add(name);
    return segment;
  }

  ObjectNode next(String name) {
    ObjectNode segment = JSON.objectNode().put("segment", name);
    segment.put("model", model.definition().name());
    if (random.nextBoolean()) {
      segment.put("zone", Pools.pick(random, Pools.ZONES).getId());
    }
    segment.set("rules", group(1));
    return segment;
  }

  private ObjectNode group(int depth) {
    boolean not = random.nextBoolean();
    List<ObjectNode> rules = new ArrayList<>();
    int count = 1 + random.nextInt(depth == 1 ? mostRules : Math.min(mostRules, 3));
    for (int i = 0; i < count; i++) {
      rules.add(
          depth < DEEPEST && mostRules > 1 && random.nextInt(5) == 0
              ? group(depth + 1)
              : rule(not));
    }
    if (random.nextInt(12) == 0) {
      rules.add(ofRows(not).put("muted", true));
    }
    return group(not, rules);
  }

  private ObjectNode group(boolean not, List<ObjectNode> rules) {
    ObjectNode group = JSON.objectNode().put("combinator", random.nextBoolean() ? "and" : "or");
    if (not) {
      group.put("not", true);
    }
    group.putArray("rules").addAll(rules);
    return group;
  }

  private ObjectNode rule(boolean not) {
    int form = random.nextInt(20);
    if (form == 0 && !library.isEmpty()) {
      return JSON.objectNode()
          .put("field", "segment")
          .put("operator", random.nextBoolean() ? "=" : "!=")
          .put("value", Pools.pick(random, library));
    }
    return form < 9 ? ofField(not) : form < 14 ? match() : ofRows(not);
  }

  private ObjectNode ofField(boolean not) {
    Combinations.Combination next = combinations.draw(not);
    String source = Pools.pick(random, model.oneRow());
    ObjectNode rule =
        JSON.objectNode().put("id", "r1").put("field", source + "." + field(source, next.kind()));
    values.compare(rule, next.operator(), next.kind());
    return rule;
  }

  private ObjectNode match() {
    String source = Pools.pick(random, model.many());
    ObjectNode rule = JSON.objectNode().put("field", source);
    String mode = Pools.pick(random, MODES);
    ObjectNode match = rule.putObject("match").put("mode", mode);
    if (mode.startsWith("at") || mode.equals("exactly")) {
      match.put("threshold", random.nextInt(4));
    }
    if (model.timed(source) && random.nextBoolean()) {
      rule.set("window", window());
    }
    if (random.nextInt(6) > 0) {
      rule.set("value", where(source, 1));
    }
    return rule;
  }

  private ObjectNode where(String source, int depth) {
    boolean not = random.nextBoolean();
    List<ObjectNode> rules = new ArrayList<>();
    int count = 1 + random.nextInt(Math.min(mostRules, 3));
    for (int i = 0; i < count; i++) {
      if (depth == 1 && random.nextInt(8) == 0) {
        rules.add(where(source, 2));
      } else {
        Combinations.Combination next = combinations.draw(not);
        ObjectNode rule = JSON.objectNode().put("field", field(source, next.kind()));
        values.compare(rule, next.operator(), next.kind());
        rules.add(rule);
      }
    }
    return group(not, rules);
  }

  private ObjectNode ofRows(boolean not) {
    String source = Pools.pick(random, model.many());
    ObjectNode rule = JSON.objectNode().put("field", source);
    if (model.timed(source) && random.nextBoolean()) {
      rule.set("window", window());
    }
    if (random.nextBoolean()) {
      rule.set("where", where(source, 2));
    }
    int form = random.nextInt(8);
    if (form < 4) {
      Combinations.Combination next = combinations.draw(not);
      rule.put("aggregate", AGGREGATES.get(model.timed(source) ? form : form % 2));
      rule.put("of", field(source, next.kind()));
      values.compare(rule, next.operator(), next.kind());
      return rule;
    }
    if (form < 6) {
      rule.put("aggregate", form == 4 ? "count" : "countDistinct");
      if (form == 5) {
        rule.put("of", field(source, Pools.pick(random, List.of(Kind.values()))));
      }
      values.compare(rule, numeric(), () -> BigDecimal.valueOf(random.nextInt(6)));
      return rule;
    }
    Kind kind = Pools.pick(random, NUMBERS);
    rule.put("aggregate", form == 6 ? "sum" : "avg").put("of", field(source, kind));
    int most = form == 6 ? 3 : 1;
    values.compare(rule, form == 6 ? numeric() : any(Kind.TWICE), () -> sum(kind, most));
    return rule;
  }

  /** An operator for what is never NULL. */
  private String numeric() {
    return Pools.pick(random, Kind.BIG.comparing());
  }

  private String any(Kind kind) {
    return Pools.pick(random, kind.operators());
  }

  private BigDecimal sum(Kind kind, int most) {
    return Stream.generate(() -> new BigDecimal(Pools.draw(random, kind).toString()))
        .limit(1 + random.nextInt(most))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private ObjectNode window() {
    ObjectNode window = JSON.objectNode();
    if (random.nextInt(3) > 0) {
      window.put("last", 1 + random.nextInt(random.nextBoolean() ? 3 : 90));
      window.put("unit", Pools.pick(random, UNITS));
      if (random.nextBoolean()) {
        window.put("whole", true);
      }
      return window;
    }
    int form = random.nextInt(3);
    if (form < 2) {
      window.set("from", random.nextBoolean() ? values.date() : values.instant());
    }
    if (form > 0) {
      window.set("to", random.nextBoolean() ? values.ago() : values.instant());
    }
    return window;
  }

  private String field(String source, Kind kind) {
    return Pools.pick(random, model.fields(source, kind));
  }
}
