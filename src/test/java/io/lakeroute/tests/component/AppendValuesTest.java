// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code write} with {@code writeMode=append}: values arrive exactly. */
class AppendValuesTest extends WriteFixture {

  AppendValuesTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void keeps_every_value_exactly() {
    String table =
        written.table(
            "every_type",
            "ti TINYINT, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(38,10), b BOOLEAN, t STRING, vc VARCHAR(5), bin BINARY,"
                + " day DATE, at TIMESTAMP, ntz TIMESTAMP_NTZ, list ARRAY<DECIMAL(20,4)>, map MAP<STRING,TIMESTAMP>,"
                + " s STRUCT<a: INT, `b'c`: BINARY, n: STRUCT<x: DOUBLE>, _corrupt_record: STRING>, v VARIANT",
            true);
    Map<String, Object> full = new LinkedHashMap<>();
    full.put("ti", -128L);
    full.put("i", 2147483647L);
    full.put("l", -9223372036854775808L);
    full.put("f", 0.1);
    full.put("d", Double.NaN);
    full.put("m", new BigDecimal("1234567890123456789012345678.0123456789"));
    full.put("b", false);
    full.put("t", "it's \"q\" \\ :p ? \u0000\u001f\r\n é 😀  [null]");
    full.put("vc", "é😀abc");
    full.put("bin", new byte[] {0, -1, 127});
    full.put("day", LocalDate.parse("0001-01-01"));
    full.put("at", Instant.parse("2024-03-31T01:30:00.123456Z"));
    full.put("ntz", LocalDateTime.parse("9999-12-31T23:59:59.999999"));
    full.put("list", Arrays.asList(new BigDecimal("1234567890123456.7891"), null));
    full.put("map", Map.of("k'\"\\", Instant.parse("1969-12-31T23:59:59.999999Z")));
    full.put(
        "s",
        Map.of("a", 1, "b'c", new byte[] {1, 2}, "n", Map.of("x", -0.5), "_corrupt_record", "c"));
    full.put("v", "{\"a\":[1,2.5,null],\"b\":\"x\"}");
    Map<String, Object> extremes = new HashMap<>();
    extremes.put("d", Double.NEGATIVE_INFINITY);
    extremes.put("t", "");
    extremes.put("list", List.of());
    extremes.put("map", Map.of());
    extremes.put("m", BigDecimal.ZERO);
    extremes.put("at", Instant.parse("2024-01-01T00:00:00Z"));
    extremes.put("ntz", LocalDateTime.parse("2024-01-01T00:00"));

    Exchange exchange =
        written.write(table, "", Written.run("r"), List.of(full, Map.of("i", 7), extremes));

    assertThat(exchange.getException()).isNull();
    List<Map<String, Object>> rows =
        component.query(
            cast(List.class),
            "",
            "SELECT * EXCEPT (map, s, _run_id, _run_row), CAST(map['k\\'\"\\\\'] AS STRING) AS k, s.a, hex(s.`b'c`) AS bc, s.n.x, s._corrupt_record,"
                + " size(map) AS n, _run_row FROM "
                + table
                + " ORDER BY _run_row",
            Map.of());
    Map<String, Object> expected = new LinkedHashMap<>(full);
    expected.keySet().removeAll(List.of("map", "s", "bin", "list"));
    Map<String, Object> first = rows.get(0);
    assertThat(first)
        .containsAllEntriesOf(expected)
        .contains(
            entry("k", "1969-12-31 23:59:59.999999"),
            entry("a", 1L),
            entry("bc", "0102"),
            entry("x", -0.5),
            entry("_corrupt_record", "c"),
            entry("_run_row", 0L));
    assertThat((byte[]) first.get("bin")).containsExactly(0, -1, 127);
    assertThat((List<?>) first.get("list"))
        .isEqualTo(Arrays.asList(new BigDecimal("1234567890123456.7891"), null));
    assertThat(rows.get(1).values().stream().filter(Objects::nonNull).toList())
        .as("what a row lacks is NULL")
        .containsExactlyInAnyOrder(7L, 1L);
    assertThat(rows.get(2))
        .contains(
            entry("d", Double.NEGATIVE_INFINITY),
            entry("t", ""),
            entry("n", 0L),
            entry("at", Instant.parse("2024-01-01T00:00:00Z")),
            entry("ntz", LocalDateTime.parse("2024-01-01T00:00")));
    assertThat(exchange.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 3L),
            entry(DatabricksConstants.INSERTED_ROWS, 3L),
            entry(DatabricksConstants.CONNECTION, "local"),
            entry(DatabricksConstants.TABLE, table));
  }

  @SuppressWarnings("unchecked")
  private static Class<List<Map<String, Object>>> cast(Class<?> list) {
    return (Class<List<Map<String, Object>>>) list;
  }

  @Tag("matrix")
  @Test
  void gives_a_row_the_same_whatever_its_neighbours_have() {
    String table =
        written.tableWithDefaults(
            "defaults",
            "id INT, status STRING DEFAULT 'new', tags ARRAY<STRING> DEFAULT array('a, b'), since DATE DEFAULT"
                + " '2024-02-29', n TINYINT DEFAULT 7, plain STRING");
    Map<String, Object> nulls = new HashMap<>(Map.of("id", 3));
    List.of("status", "tags", "since", "n", "plain").forEach(column -> nulls.put(column, null));

    Exchange mixed =
        written.write(
            table,
            "",
            Written.run("r"),
            List.of(
                Map.of("id", 2),
                nulls,
                Map.of("id", 4, "status", "old", "tags", List.of(), "since", "2020-01-01", "n", 1),
                Map.of("id", 5, "plain", "x"),
                Map.of("id", 6, "status", "old")));
    written.write(table, "", Written.run("alone"), List.of(Map.of("id", 1)));

    assertThat(mixed.getException()).isNull();
    assertThat(
            written.value(
                "SELECT array_join(array_sort(collect_list(concat_ws(' ', id, coalesce(status, '-'), coalesce(to_json(tags),"
                    + " '-'), coalesce(CAST(since AS STRING), '-'), coalesce(CAST(n AS STRING), '-'),"
                    + " coalesce(plain, '-')))), '\n') FROM "
                    + table))
        .isEqualTo(
            """
            1 new ["a, b"] 2024-02-29 7 -
            2 new ["a, b"] 2024-02-29 7 -
            3 - - - - -
            4 old [] 2020-01-01 1 -
            5 new ["a, b"] 2024-02-29 7 x
            6 old ["a, b"] 2024-02-29 7 -""");
  }

  @Tag("matrix")
  @Test
  void lets_the_table_make_what_rows_lack_of_identity_and_generated_columns() {
    String table =
        written.tableWithDefaults(
            "makers",
            "id BIGINT GENERATED BY DEFAULT AS IDENTITY, n INT, twice INT GENERATED ALWAYS AS (n * 2)");

    Exchange mixed =
        written.write(
            table,
            "",
            Written.run("r"),
            List.of(Map.of("n", 1), Map.of("id", 100, "n", 2, "twice", 4), Map.of("n", 3)));

    assertThat(mixed.getException()).isNull();
    assertThat(
            written.value(
                "SELECT array_join(array_sort(collect_list(concat_ws(' ', n, twice, id = 100))), ', ') FROM "
                    + table
                    + " WHERE id IS NOT NULL"))
        .isEqualTo("1 2 false, 2 4 true, 3 6 false");
  }
}
