// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.CpuTime;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.statement.read.NamedStatement.Markers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedStatementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT :p | SELECT ?",
        "SELECT a FROM t WHERE id = :p | SELECT a FROM t WHERE id = ?",
        "SELECT a FROM t WHERE id=:p AND b<:p | SELECT a FROM t WHERE id=? AND b<?",
        "SELECT * FROM t LIMIT :p | SELECT * FROM t LIMIT ?",
        "SELECT * FROM t WHERE x BETWEEN :p AND :p | SELECT * FROM t WHERE x BETWEEN ? AND ?",
        "SELECT f(:p, :p) | SELECT f(?, ?)",
        "SELECT CASE WHEN a THEN :p ELSE :p END | SELECT CASE WHEN a THEN ? ELSE ? END",
        "SELECT :p::int | SELECT ?::int",
        "SELECT -:p | SELECT -?",
        "SELECT * FROM t VERSION AS OF :p | SELECT * FROM t VERSION AS OF ?",
        "SELECT * FROM IDENTIFIER(:p) | SELECT * FROM IDENTIFIER(?)",
        "select a from t where x like :p | select a from t where x like ?",
      })
  void puts_a_marker_where_no_operand_stands_before_the_colon(String sql, String expected) {
    assertThat(NamedStatement.parse(sql).bind(Map.of("p", 1)).sql())
        .isEqualTo(expected.replace("?", "? "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT raw:field FROM t",
        "SELECT raw :field FROM t",
        "SELECT t.raw:field.inner[0] FROM t",
        "SELECT `my col`:field FROM t",
        "SELECT raw:['a b'] FROM t",
        "SELECT parse_json(x):field FROM t",
        "SELECT list[0]:field FROM t",
        "SELECT a::int, b::decimal(10,2) FROM t",
        "SELECT ':p' FROM t",
        "SELECT 'it\\'s :p' FROM t",
        "SELECT 'it''s :p' FROM t",
        "SELECT r'\\' AS a, ':p' FROM t",
        "SELECT \":p\" FROM t",
        "SELECT `:p`, `a``:p` FROM t",
        "SELECT 1 -- :p\n FROM t",
        "SELECT 1 /* :p /* nested */ :p */ FROM t",
        "SELECT 1 -- goes on \\\n :p\n FROM t",
        "SELECT t.limit:p FROM t",
        "SELECT '?', `?` -- ?\n FROM t /* ? */",
      })
  void leaves_json_paths_casts_literals_identifiers_and_comments_alone(String sql) {
    NamedStatement statement = NamedStatement.parse(sql);

    assertThat(statement.names()).isEmpty();
    assertThat(statement.bind(Map.of()).sql()).isEqualTo(sql);
  }

  @Test
  void binds_values_in_the_order_of_their_markers() {
    NamedStatement.Bound bound =
        NamedStatement.parse("SELECT :b, :a, :b").bind(Map.of("a", 1, "b", "x", "unused", true));

    assertThat(bound.values()).containsExactly("x", 1, "x");
  }

  @Test
  void binds_null_where_a_value_is_given_as_null() {
    Map<String, Object> values = new HashMap<>();
    values.put("a", null);

    assertThat(NamedStatement.parse("SELECT :a").bind(values).values())
        .isEqualTo(Collections.singletonList(null));
  }

  @Test
  void gives_every_element_of_a_list_its_own_marker() {
    NamedStatement.Bound bound =
        NamedStatement.parse("SELECT a FROM t WHERE id IN (:ids)")
            .bind(Map.of("ids", List.of("a", "b", "c")));

    assertThat(bound.sql()).isEqualTo("SELECT a FROM t WHERE id IN (?, ?, ? )");
    assertThat(bound.values()).containsExactly("a", "b", "c");
  }

  @Test
  void drops_the_semicolon_at_the_end() {
    assertThat(NamedStatement.parse(" SELECT 1 ;\n").bind(Map.of()).sql()).isEqualTo(" SELECT 1 ");
  }

  @Test
  void names_the_parameter_that_has_no_value() {
    refuses(
        () -> NamedStatement.parse("SELECT :id").bind(Map.of("other", 1)),
        "Parameter 'id' of the statement has no value. Set it in the header CamelDatabricksParameters,"
            + " in a map body, or with the option parameters.id.");
  }

  @Test
  void refuses_an_empty_list() {
    refuses(
        () -> NamedStatement.parse("SELECT 1 IN (:ids)").bind(Map.of("ids", List.of())),
        "Parameter 'ids' is an empty list; a list needs one element or more.");
  }

  @Test
  void refuses_more_values_than_a_statement_takes_with_each_use_of_a_parameter_counted() {
    NamedStatement statement = NamedStatement.parse("SELECT :a + :a WHERE 1 IN (:ids)");

    assertThat(statement.bind(Map.of("a", 1, "ids", Collections.nCopies(253, 7))).values())
        .hasSize(255);
    refuses(
        () -> statement.bind(Map.of("a", 1, "ids", Collections.nCopies(254, 7))),
        "The statement has 256 values to bind, each element of a list and each use of a parameter"
            + " counted; Databricks takes up to 255. Pass a long list as one JSON text, as in id IN"
            + " (SELECT explode(from_json(:ids, 'ARRAY<BIGINT>'))).");
  }

  @Test
  void refuses_positional_markers() {
    refuses(
        () -> NamedStatement.parse("SELECT ?"),
        "The statement has a positional marker '?' at character 8; use named parameters such as :id.");
  }

  @Test
  void a_comment_ends_where_the_server_ends_it() {
    assertThat(NamedStatement.parse("SELECT 1 -- a\r, :b").names()).containsExactly("b");
    refuses(
        () -> NamedStatement.parse("SELECT 1 -- a\r, ?"),
        "The statement has a positional marker '?' at character 17; use named parameters such as :id.");
  }

  @Test
  void refuses_a_literal_without_an_end_and_does_not_repeat_it() {
    refuses(
        () -> NamedStatement.parse("SELECT 'secret"),
        "The statement has a literal without an end, from character 8.");
  }

  @Test
  void refuses_a_comment_without_an_end() {
    refuses(
        () -> NamedStatement.parse("SELECT /* 1"),
        "The statement has a comment without an end, from character 8.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "-- only a comment", "/* and */ ;"})
  void refuses_an_empty_statement(String sql) {
    refuses(() -> NamedStatement.parse(sql), "The statement is empty.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "/* SELECT */ DELETE FROM t",
        "-- SELECT\nDROP TABLE t"
      })
  void refuses_statements_that_write(String sql) {
    refuses(
        () -> NamedStatement.parse(sql),
        "databricks:query runs statements that read (SELECT, WITH, SHOW, DESCRIBE, EXPLAIN, VALUES,"
            + " TABLE, FROM, LIST); this one starts with another word.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT 1) UNION (SELECT 2)",
        "with a as (select 1) select * from a",
        "SHOW TABLES"
      })
  void takes_statements_that_read(String sql) {
    assertThat(NamedStatement.parse(sql).bind(Map.of()).sql()).isEqualTo(sql);
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void keeps_places_where_they_were_when_markers_stand_for_parameters() {
    String sql = "SELECT *\n FROM t WHERE a = :owner AND b IN (:ids)";

    assertThat(NamedStatement.parse(sql).marked())
        .isEqualTo("SELECT *\n FROM t WHERE a = ?      AND b IN (?   )")
        .hasSameSizeAs(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x FROM t WHERE a = :a AND b IN (:ids)",
        "SELECT :a::int, :ids",
        "SELECT f(:ids, :a) -- :a",
        "SELECT 'it''s ?', `p1`, r'\\', :a"
      })
  void sends_the_very_text_that_was_judged_last(String sql) {
    List<String> judged = new ArrayList<>();
    NamedStatement statement = NamedStatement.parse(sql).judgedBy(judged::add);

    for (List<Integer> ids : List.of(List.of(1), List.of(1, 2, 3))) {
      NamedStatement.Bound bound = statement.bind(Map.of("a", 1, "ids", ids));

      assertThat(bound.sql()).isEqualTo(judged.get(judged.size() - 1));
    }
    assertThat(judged).hasSize(sql.contains(":ids") ? 2 : 1);
  }

  @Test
  void a_longer_list_may_be_refused_when_it_is_bound() {
    NamedStatement statement =
        NamedStatement.parse("SELECT f(:ids)")
            .judgedBy(
                text -> {
                  if (text.contains(",")) {
                    throw new DatabricksException(Reason.INVALID, "Too much.");
                  }
                });

    refuses(() -> statement.bind(Map.of("ids", List.of(1, 2)), Markers.NAMES), "Too much.");
    assertThat(statement.bind(Map.of("ids", List.of(1))).values()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT :a, raw:p FROM t | SELECT :p1 , raw:p FROM t | p1",
        "SELECT :a, raw:p1 FROM t | SELECT :p_1 , raw:p1 FROM t | p_1",
        "SELECT :a, raw : P1, p_2 FROM t | SELECT :p__1 , raw : P1, p_2 FROM t | p__1",
        "SELECT sum(x) OVER (ROWS :p1 PRECEDING), :a | SELECT sum(x) OVER (ROWS :p1 PRECEDING), :p_1 | p_1"
      })
  void no_word_of_the_text_can_be_taken_for_a_marker(String sql, String expected, String name) {
    NamedStatement.Bound bound = NamedStatement.parse(sql).bind(Map.of("a", 1), Markers.NAMES);

    assertThat(bound.sql().strip()).isEqualTo(expected);
    assertThat(ParameterBinder.named(bound)).extracting("name").containsExactly(name);
  }

  @Test
  void finds_a_prefix_for_its_markers_in_one_pass_and_within_bounds() {
    StringBuilder sql = new StringBuilder("SELECT :a");
    for (int n = 0; n < 20; n++) {
      sql.append(", p").append("_".repeat(n)).append("1");
    }
    String twenty = sql.toString();

    assertThat(NamedStatement.parse(twenty).bind(Map.of("a", 1), Markers.NAMES).sql())
        .startsWith("SELECT :p" + "_".repeat(20) + "1 , p1");
    refuses(
        () -> NamedStatement.parse(twenty + ", p" + "_".repeat(20) + "1"),
        "The statement has words with p, underscores and a digit, as p1, p_1 and so on, for every number of"
            + " underscores from 0 to 20, so that none is left for its markers. Rename one.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p_", "p1 ", "(", ":", "::", ":a,", "'' ", "``", "a.", "/**/", "--\n", "r'\\'", "\\", "a:b",
        "x "
      })
  void takes_no_longer_to_cut_up_than_the_text_is(String part) {
    String sql = "SELECT " + part.repeat(1_000_000 / part.length());

    long nanos = CpuTime.of(() -> NamedStatement.parse(sql));

    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void takes_no_longer_for_words_that_markers_must_not_begin_with() {
    StringBuilder sql = new StringBuilder("SELECT 1");
    for (int n = 0; n < 1_400; n++) {
      sql.append(", p").append("_".repeat(n)).append("1");
    }

    long nanos =
        CpuTime.of(
            () ->
                assertThatThrownBy(() -> NamedStatement.parse(sql.toString()))
                    .isInstanceOf(DatabricksException.class));

    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void sends_the_text_that_was_checked_without_making_it_again() {
    NamedStatement statement = NamedStatement.parse("SELECT :a, :ids");

    assertThat(statement.bind(Map.of("a", 1, "ids", List.of(2))).sql())
        .isSameAs(statement.bind(Map.of("a", 3, "ids", 4)).sql());
  }
}
