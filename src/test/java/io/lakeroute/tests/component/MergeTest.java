// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code write} with {@code writeMode=merge}: one row for each key, whatever comes in what order.
 */
class MergeTest extends WriteFixture {
  private static final String BY_ID = "&writeMode=merge&keys=id";

  /** Of most tests: each has ids of its own. */
  private final String table;

  MergeTest(LocalWorkspace workspace) {
    super(workspace);
    this.table = workspace.name("merged");
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s AS SELECT CAST(id AS INT) AS id, part AS `Part`, name, b, c,
              tags, m, parse_json(v) AS v
            FROM VALUES
              (11, NULL, 'a', NULL, NULL, array('x'), NULL, NULL),
              (12, NULL, 'b', NULL, NULL, array(), NULL, NULL),
              (21, NULL, 'a', 'b', 'c', NULL, NULL, NULL),
              (22, NULL, 'a', 'b', 'c', NULL, NULL, NULL),
              (31, 1.50BD, NULL, NULL, NULL, NULL, map('k', 1), '{"x": 1}'),
              (41, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
              AS t(id, part, name, b, c, tags, m, v)
            """
                .formatted(table));
  }

  @Test
  void adds_new_keys_changes_known_ones_and_leaves_equal_rows_alone() {
    List<Map<String, Object>> known =
        List.of(
            Map.of("id", 11, "name", "a", "tags", List.of("x")),
            Map.of("id", 12, "name", "b", "tags", List.of()));

    Exchange again = written.write(table, BY_ID, known);
    Exchange changed =
        written.write(
            table,
            BY_ID,
            List.of(
                Map.of("id", 12, "name", "b", "tags", List.of("y")),
                Map.of("id", 13, "name", "c", "tags", List.of())));

    assertThat(counts(again)).isEqualTo("2 rows, 0 inserted, 0 updated");
    assertThat(counts(changed)).isEqualTo("2 rows, 1 inserted, 1 updated");
    assertThat(content(table, "name, CAST(tags AS STRING)", 11, 19))
        .containsExactly(
            List.of("11", "a", "[x]"), List.of("12", "b", "[y]"), List.of("13", "c", "[]"));
  }

  @Tag("matrix")
  @Test
  void writes_rows_of_one_key_as_if_one_after_the_other() {
    Map<String, Object> nulled = new HashMap<>(Map.of("id", 21));
    nulled.put("B", null);

    Exchange exchange =
        written.write(
            table,
            BY_ID,
            List.of(
                Map.of("id", 21, "name", "first"),
                nulled,
                Map.of("id", 21, "name", "last"),
                Map.of("id", 22, "c", "C"),
                Map.of("id", 23, "name", "new"),
                Map.of("id", 23, "c", "newer")));

    assertThat(counts(exchange)).isEqualTo("6 rows, 1 inserted, 2 updated");
    assertThat(content(table, "name, coalesce(b, 'null'), coalesce(c, 'null')", 21, 29))
        .containsExactly(
            List.of("21", "last", "null", "c"),
            List.of("22", "a", "b", "C"),
            List.of("23", "new", "null", "newer"));
  }

  @Tag("matrix")
  @Test
  void takes_columns_that_cannot_be_compared_and_keys_of_several_columns() {
    Exchange exchange =
        written.write(
            table,
            "&writeMode=merge&keys=id, PART",
            List.of(
                Map.of("id", 31, "part", "1.5", "m", Map.of("k", 1), "v", Map.of("x", 1)),
                Map.of("id", 31, "part", 2, "m", Map.of())));

    assertThat(counts(exchange)).isEqualTo("2 rows, 1 inserted, 1 updated");
    assertThat(content(table, "part, m['k'] IS NULL, CAST(v AS STRING) IS NULL", 31, 39))
        .containsExactlyInAnyOrder(
            List.of("31", "1.50", "false", "false"), List.of("31", "2.00", "true", "true"));
  }

  @Tag("matrix")
  @Test
  void gives_a_new_row_the_defaults_of_what_it_lacks_and_leaves_a_known_one_what_it_has() {
    String defaults =
        written.tableWithDefaults(
            "defaults", "id INT, status STRING DEFAULT 'new', n INT DEFAULT 7");
    Map<String, Object> nulls = new HashMap<>(Map.of("id", 3));
    nulls.put("status", null);

    written.write(defaults, BY_ID, List.of(Map.of("id", 1, "status", "kept")));
    Exchange mixed =
        written.write(
            defaults,
            BY_ID,
            List.of(
                Map.of("id", 1, "n", 1),
                Map.of("id", 2),
                nulls,
                Map.of("id", 4, "status", "old"),
                Map.of("id", 4)));

    assertThat(mixed.getException()).isNull();
    assertThat(content(defaults, "status, n", 1, 9))
        .containsExactlyInAnyOrder(
            List.of("1", "kept", "1"),
            List.of("2", "new", "7"),
            Arrays.asList("3", null, "7"),
            List.of("4", "old", "7"));
  }

  @Tag("matrix")
  @Test
  void adds_rows_that_are_nothing_but_a_key() {
    written.write(
        table,
        BY_ID,
        List.of(Map.of("id", 42), Map.of("id", 41), Map.of("id", 43), Map.of("id", 42)));

    assertThat(content(table, "name", 41, 49))
        .extracting(row -> row.get(0))
        .containsExactly("41", "42", "43");
  }

  @Test
  void refuses_rows_that_no_key_tells_apart() {
    Map<String, Object> nulled = new HashMap<>();
    nulled.put("id", null);

    assertFails(
        written.write(table, BY_ID, List.of(Map.of("id", 51), nulled)),
        Reason.INVALID,
        "Row 2 cannot be written: column 'id' is a key, and the value is null. Nothing of its batch was written.");
    assertFails(
        written.write(table, BY_ID, List.of(Map.of("id", 51), Map.of("name", "x"))),
        Reason.INVALID,
        "A row lacks the key 'id', so nothing tells which row of "
            + table
            + " it is. Nothing of its batch was written.");
    assertFails(
        written.write(table, "&writeMode=merge&keys=ident", List.of(Map.of("id", 51))),
        Reason.CONFIGURATION,
        "The option keys names 'ident', which "
            + table
            + " lacks. There are: id, Part, name, b, c, tags, m, v.");
    assertFails(
        written.write(table, "&writeMode=merge&keys=m", List.of(Map.of("id", 51))),
        Reason.CONFIGURATION,
        "Column 'm' of " + table + " is a MAP<STRING, INT>, which cannot be a key.");
    assertThat(content(table, "name", 51, 59)).isEmpty();
  }

  /** These columns of the rows with ids within these bounds. */
  private List<List<String>> content(String of, String columns, int from, int to) {
    return workspace
        .statements()
        .run(
            "SELECT id, %s FROM %s WHERE id BETWEEN %d AND %d ORDER BY id, 2"
                .formatted(columns, of, from, to));
  }

  private static String counts(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    Map<String, Object> headers = exchange.getMessage().getHeaders();
    assertThat(headers).contains(entry(DatabricksConstants.CONNECTION, "local"));
    return "%s rows, %s inserted, %s updated"
        .formatted(
            headers.get(DatabricksConstants.ROW_COUNT),
            headers.get(DatabricksConstants.INSERTED_ROWS),
            headers.get(DatabricksConstants.UPDATED_ROWS));
  }

  private static void assertFails(Exchange exchange, Reason reason, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessage(message);
  }
}
