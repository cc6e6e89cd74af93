package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.OutputType;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The values that {@code query} binds and gives, over real HTTP, both ways: lists come through the
 * driver, batches from object storage.
 */
class QueryValuesTest extends ComponentFixture {
  private static final String ALL_TYPES =
      """
      SELECT CAST(-128 AS TINYINT) ti, CAST(1 AS SMALLINT) si, 2 i, 9223372036854775807 bi,
        CAST(1.5 AS FLOAT) f, CAST(2.25 AS DOUBLE) d, CAST(12.340 AS DECIMAL(38,3)) de, true b,
        'é😀' s, X'00FF' x, DATE'1999-12-31' da, TIMESTAMP'2024-07-01 03:04:05.123456Z' ts,
        TIMESTAMP_NTZ'2024-07-01 03:04:05.123456' ntz, array(1, 2) a, map('a', 1) m,
        named_struct('x', 1, 'y', 'p') st, CAST(NULL AS STRING) n
      """;

  QueryValuesTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void gives_each_type_as_the_jdk_value_of_the_design(OutputType way) {
    Map<?, ?> row = (Map<?, ?>) rows(way, ALL_TYPES, Map.of()).get(0);

    assertThat(row.get("x")).isEqualTo(new byte[] {0, (byte) 0xFF});
    Map<Object, Object> rest = new HashMap<>(row);
    rest.remove("x");
    Map<String, Object> expected = new HashMap<>();
    expected.put("ti", -128L);
    expected.put("si", 1L);
    expected.put("i", 2L);
    expected.put("bi", Long.MAX_VALUE);
    expected.put("f", 1.5);
    expected.put("d", 2.25);
    expected.put("de", new BigDecimal("12.340"));
    expected.put("b", true);
    expected.put("s", "é😀");
    expected.put("da", LocalDate.parse("1999-12-31"));
    expected.put("ts", Instant.parse("2024-07-01T03:04:05.123456Z"));
    expected.put("ntz", LocalDateTime.parse("2024-07-01T03:04:05.123456"));
    expected.put("a", List.of(1L, 2L));
    expected.put("m", Map.of("a", 1L));
    expected.put("st", Map.of("x", 1L, "y", "p"));
    expected.put("n", null);
    assertThat(rest).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void gives_nested_values_and_intervals_as_values_of_their_own_types(OutputType way) {
    String sql =
        """
        SELECT array(DATE'2024-01-02') d, array(TIMESTAMP'2024-07-01 03:04:05.123456Z') ts,
          array(TIMESTAMP_NTZ'2024-07-01 03:04:05.1') ntz, array(CAST(1.5 AS DOUBLE), NULL) dbl,
          map(DATE'2024-01-02', 1.50) m, named_struct('d', CAST(1.10 AS DECIMAL(10,2)), 'n', map('k', array(1))) st,
          INTERVAL '-1-2' YEAR TO MONTH iym, INTERVAL '1 02:03:04.567' DAY TO SECOND ids,
          parse_json('{"a":[1,2.5]}') v, NULL nothing
        """;
    Map<String, Object> expected = new HashMap<>();
    expected.put("d", List.of(LocalDate.parse("2024-01-02")));
    expected.put("ts", List.of(Instant.parse("2024-07-01T03:04:05.123456Z")));
    expected.put("ntz", List.of(LocalDateTime.parse("2024-07-01T03:04:05.1")));
    expected.put("dbl", Arrays.asList(1.5, null));
    expected.put("m", Map.of("2024-01-02", new BigDecimal("1.50")));
    expected.put("st", Map.of("d", new BigDecimal("1.10"), "n", Map.of("k", List.of(1L))));
    expected.put("iym", "-1-2");
    expected.put("ids", "1 02:03:04.567000000");
    expected.put("v", "{\"a\":[1,2.5]}");
    expected.put("nothing", null);

    assertThat(rows(way, sql, Map.of())).containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST", "BATCHES"})
  void gives_days_and_moments_from_the_first_year_to_the_last(OutputType way) {
    for (String day : List.of("0001-01-01", "1582-10-04", "1582-10-15", "9999-12-31")) {
      String sql =
          "SELECT DATE'%1$s' d, TIMESTAMP'%1$s 12:34:56.789012Z' t, TIMESTAMP_NTZ'%1$s 00:00:00' n"
              .formatted(day);

      assertThat(rows(way, sql, Map.of()))
          .containsExactly(
              Map.of(
                  "d", LocalDate.parse(day),
                  "t", Instant.parse(day + "T12:34:56.789012Z"),
                  "n", LocalDateTime.parse(day + "T00:00:00")));
    }
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
