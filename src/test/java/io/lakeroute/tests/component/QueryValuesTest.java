// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The values that {@code query} binds, over real HTTP, both ways: lists come through the driver,
 * batches from object storage. What it returns is in {@link ValueZooTest}.
 */
class QueryValuesTest extends ComponentFixture {
  QueryValuesTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void binds_hostile_values_and_gives_them_back(OutputType way) {
    for (String hostile :
        List.of(
            "x' OR '1'='1",
            "'; DROP TABLE t; --",
            ":a ? {b} ${c} {{d}}",
            "\\' \u0000 \n \" ` %",
            "\u202e😀")) {
      assertThat(rows(way, "SELECT :v AS v", Map.of("v", hostile)))
          .containsExactly(Map.of("v", hostile));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void binds_every_jdk_type(OutputType way) {
    Map<String, Object> values = new HashMap<>();
    values.put("l", 9007199254740993L);
    values.put("i", 7);
    values.put("d", 1.5);
    values.put("n", new BigDecimal("12.50"));
    values.put("b", true);
    values.put("day", LocalDate.parse("2024-02-29"));
    values.put("at", Instant.parse("2024-07-01T03:04:05.123456Z"));

    assertThat(
            rows(
                way,
                "SELECT :l + 1 AS l, :i + 1 AS i, :d AS d, :n * 2 AS n, NOT :b AS b, :day AS day,"
                    + " :at AS at",
                values))
        .containsExactly(
            Map.of(
                "l",
                9007199254740994L,
                "i",
                8L,
                "d",
                1.5,
                "n",
                new BigDecimal("25.00"),
                "b",
                false,
                "day",
                LocalDate.parse("2024-02-29"),
                "at",
                Instant.parse("2024-07-01T03:04:05.123456Z")));
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void binds_a_null(OutputType way) {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("v", null);

    assertThat(rows(way, "SELECT :v IS NULL AS n", nothing)).containsExactly(Map.of("n", true));
  }

  @SuppressWarnings("unchecked")
  private List<Object> rows(OutputType way, String sql, Map<String, Object> parameters) {
    return way == OutputType.LIST
        ? component.query(List.class, "", sql, parameters)
        : component.batches(sql, parameters);
  }
}
