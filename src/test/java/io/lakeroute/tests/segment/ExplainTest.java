// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What explain counts of each rule, beside the definitions with that rule taken to be true. */
@Tag("matrix")
class ExplainTest extends SegmentFixture {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> LISTS = Set.of("in", "notIn", "strict:notIn");
  private static final long FIRST = 1;
  private static final int TREES = 3;
  private static final int DEEPEST = 6;
  private static final int MOST_RULES = 500;

  ExplainTest(LocalWorkspace workspace) {
    super(workspace);
  }

  /** A seed that never changes, and one that does. */
  static LongStream seeds() {
    return LongStream.of(FIRST);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void each_rule_of_a_tree_is_counted_as_if_it_alone_were_true(long seed) {
    System.out.println("Trees of seed " + seed);
    Random random = new Random(seed);
    int added = 0;
    for (int i = 0; i < TREES; i++) {
      Batch batch = batch(tree(random, 1));
      Map<String, Object> row = explain(batch.bound().get(0));
      MemoryEvaluator evaluator = batch.evaluator((rule, operator, kind, unknown, not) -> {});
      Segment segment = batch.segments().get(0);
      Set<Object> members = evaluator.members(segment, batch.asOf());
      List<Rule> rules = rules(segment.rules());

      assertThat(row).containsEntry("count", (long) members.size());
      for (int at = 0; at < rules.size(); at++) {
        Rule rule = rules.get(at);
        Set<Object> would = evaluator.members(with(segment, taken(segment, rule)), batch.asOf());
        would.removeAll(members);
        Rule.Group alone = new Rule.Group("", false, false, List.of(rule));
        assertThat(row)
            .as("%s in %s", rule.path(), batch.definitions())
            .containsEntry("w" + at, (long) would.size())
            .containsEntry(
                "t" + at, (long) evaluator.members(with(segment, alone), batch.asOf()).size());
        added += at == 0 ? 0 : would.size();
      }
    }
    if (seed == FIRST) {
      assertThat(added).isPositive();
    }
  }

  @Test
  void a_hundred_rules_are_explained() {
    assertExplained(100);
  }

  @Test
  void as_many_rules_as_a_definition_may_have_are_explained() {
    assertExplained(MOST_RULES);
  }

  @Test
  void the_text_grows_with_the_rules_and_no_faster() {
    int tenth = statement(wide(MOST_RULES / 10)).sql().length();

    assertThat(statement(wide(MOST_RULES)).sql().length()).isLessThan(11 * tenth);
  }

  private void assertExplained(int rules) {
    Map<String, Object> row = explain(wide(rules));
    long members = (long) row.get("count");
    long texts = (long) row.get("t1");

    // Those without a text lack it in all rules but the last.
    assertThat(members).isBetween(1L, texts - 1);
    assertThat(row)
        .containsEntry("w0", (long) row.get("population") - members)
        .containsEntry("w1", 0L)
        .containsEntry("w" + rules, texts - members);
  }

  private BoundSegment wide(int rules) {
    ObjectNode group = JSON.objectNode().put("combinator", "and");
    for (int i = 1; i < rules; i++) {
      group.withArray("rules").add(notNull("people.text"));
    }
    group.withArray("rules").add(notNull("people.small"));
    return batch(group).bound().get(0);
  }

  private static ObjectNode notNull(String field) {
    return JSON.objectNode().put("field", field).put("operator", "notNull");
  }

  private Batch batch(ObjectNode rules) {
    SampleModel model = SampleModel.people(tables);
    ObjectNode segment = JSON.objectNode().put("model", "people").set("rules", rules);
    return Batch.of("explained", model, Pools.AS_OF.get(0), List.of(segment), List.of());
  }

  /** As flows ask it: the component reads the statement before it sends it. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> explain(BoundSegment segment) {
    Statement statement = statement(segment);
    return (Map<String, Object>)
        component
            .query(List.class, "&readOnly=true", statement.sql(), statement.parameters())
            .get(0);
  }

  private static Statement statement(BoundSegment segment) {
    return new SegmentStatements(segment, new Pin(Pools.AS_OF.get(0), Map.of())).explain();
  }

  private ObjectNode tree(Random random, int depth) {
    ObjectNode group = JSON.objectNode().put("combinator", random.nextBoolean() ? "and" : "or");
    group.put("not", random.nextInt(3) == 0);
    int rules = 1 + random.nextInt(4);
    for (int i = 0; i < rules; i++) {
      boolean deeper = depth < DEEPEST && random.nextInt(depth == 1 ? 2 : 3) == 0;
      group.withArray("rules").add(deeper ? tree(random, depth + 1) : leaf(random));
    }
    return group;
  }

  private static ObjectNode leaf(Random random) {
    Kind kind = Pools.pick(random, List.of(Kind.values()));
    String source = Pools.pick(random, List.of("people", "traits"));
    ObjectNode rule = JSON.objectNode().put("field", source + "." + kind.column());
    List<String> operators =
        kind.operators().stream().filter(each -> !LISTS.contains(each)).toList();
    new RandomValues(random).compare(rule, Pools.pick(random, operators), kind);
    return rule;
  }

  /** Each group before its own, as explain numbers them. */
  private static List<Rule> rules(Rule rule) {
    List<Rule> rules = new ArrayList<>(List.of(rule));
    if (rule instanceof Rule.Group group) {
      group.rules().forEach(each -> rules.addAll(rules(each)));
    }
    return rules;
  }

  /** The rules of a segment with one of them taken to be true. */
  private static Rule.Group taken(Segment segment, Rule taken) {
    Rule replaced = taken(segment.rules(), taken);
    return new Rule.Group("", false, false, List.of(replaced));
  }

  private static Rule taken(Rule rule, Rule taken) {
    if (rule == taken) {
      return always();
    }
    return rule instanceof Rule.Group group
        ? new Rule.Group(
            group.path(),
            group.any(),
            group.not(),
            group.rules().stream().map(each -> taken(each, taken)).toList())
        : rule;
  }

  private static Rule always() {
    List<Rule> either =
        List.of("null", "notNull").stream()
            .<Rule>map(
                operator ->
                    new Rule.OfField(
                        "", "people.text", Operator.byName().get(operator), JSON.missingNode()))
            .toList();
    return new Rule.Group("", true, false, either);
  }

  private static Segment with(Segment segment, Rule.Group rules) {
    return new Segment(
        segment.name(),
        Optional.empty(),
        1,
        segment.model(),
        false,
        segment.zone(),
        List.of(),
        rules,
        segment.limit(),
        segment.sample(),
        List.of());
  }
}
