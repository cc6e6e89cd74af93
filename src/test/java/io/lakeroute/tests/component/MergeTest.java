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
import org.junit.jupiter.api.Test;

/**
 * {@code write} with {@code writeMode=merge}: one row for each key, whatever comes in what order.
 */
class MergeTest extends WriteFixture {
  private static final String BY_ID = "&writeMode=merge&keys=id";

  MergeTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void adds_new_keys_changes_known_ones_and_leaves_equal_rows_alone() {
    String table = written.table("people", "id INT, name STRING, tags ARRAY<STRING>", false);
    List<Map<String, Object>> rows =
        List.of(
            Map.of("id", 1, "name", "a", "tags", List.of("x")),
            Map.of("id", 2, "name", "b", "tags", List.of()));

    Exchange first = written.write(table, BY_ID, rows);
    Exchange again = written.write(table, BY_ID, rows);
    Exchange changed =
        written.write(
            table,
            BY_ID,
            List.of(
                Map.of("id", 2, "name", "b", "tags", List.of("y")),
                Map.of("id", 3, "name", "c", "tags", List.of())));

    assertThat(counts(first)).isEqualTo("2 rows, 2 inserted, 0 updated");
    assertThat(counts(again)).isEqualTo("2 rows, 0 inserted, 0 updated");
    assertThat(counts(changed)).isEqualTo("2 rows, 1 inserted, 1 updated");
    assertThat(content(table, "name, CAST(tags AS STRING)"))
        .containsExactly(
            List.of("1", "a", "[x]"), List.of("2", "b", "[y]"), List.of("3", "c", "[]"));
  }

  @Test
  void writes_rows_of_one_key_as_if_one_after_the_other() {
    String table = written.table("partial", "id INT, a STRING, b STRING, c STRING", false);
    workspace
        .statements()
        .run("INSERT INTO " + table + " VALUES (1, 'a', 'b', 'c'), (2, 'a', 'b', 'c')");
    Map<String, Object> nulled = new HashMap<>(Map.of("id", 1));
    nulled.put("B", null);

    Exchange exchange =
        written.write(
            table,
            BY_ID,
            List.of(
                Map.of("id", 1, "a", "first"),
                nulled,
                Map.of("id", 1, "a", "last"),
                Map.of("id", 2, "c", "C"),
                Map.of("id", 3, "a", "new"),
                Map.of("id", 3, "c", "newer")));

    assertThat(counts(exchange)).isEqualTo("6 rows, 1 inserted, 2 updated");
    assertThat(content(table, "a, coalesce(b, 'null'), coalesce(c, 'null')"))
        .containsExactly(
            List.of("1", "last", "null", "c"),
            List.of("2", "a", "b", "C"),
            List.of("3", "new", "null", "newer"));
  }

  @Test
  void takes_columns_that_cannot_be_compared_and_keys_of_several_columns() {
    String table =
        written.table("maps", "id INT, `Part` DECIMAL(10,2), m MAP<STRING,INT>, v VARIANT", false);
    Map<String, Object> row =
        Map.of("id", 1, "part", "1.5", "m", Map.of("k", 1), "v", Map.of("x", 1));

    written.write(table, "&writeMode=merge&keys=id, PART", row);
    Exchange again =
        written.write(
            table,
            "&writeMode=merge&keys=id, PART",
            List.of(row, Map.of("id", 1, "part", 2, "m", Map.of())));

    assertThat(counts(again)).isEqualTo("2 rows, 1 inserted, 1 updated");
    assertThat(content(table, "part, m['k'] IS NULL, CAST(v AS STRING) IS NULL"))
        .containsExactlyInAnyOrder(
            List.of("1", "1.50", "false", "false"), List.of("1", "2.00", "true", "true"));
  }

  @Test
  void gives_a_new_row_the_defaults_of_what_it_lacks_and_leaves_a_known_one_what_it_has() {
    String table =
        written.tableWithDefaults(
            "defaults", "id INT, status STRING DEFAULT 'new', n INT DEFAULT 7");
    Map<String, Object> nulls = new HashMap<>(Map.of("id", 3));
    nulls.put("status", null);

    written.write(table, BY_ID, List.of(Map.of("id", 1, "status", "kept")));
    Exchange mixed =
        written.write(
            table,
            BY_ID,
            List.of(
                Map.of("id", 1, "n", 1),
                Map.of("id", 2),
                nulls,
                Map.of("id", 4, "status", "old"),
                Map.of("id", 4)));

    assertThat(mixed.getException()).isNull();
    assertThat(content(table, "status, n"))
        .containsExactlyInAnyOrder(
            List.of("1", "kept", "1"),
            List.of("2", "new", "7"),
            Arrays.asList("3", null, "7"),
            List.of("4", "old", "7"));
  }

  @Test
  void adds_rows_that_are_nothing_but_a_key() {
    String table = written.table("keys_only", "id INT", false);

    written.write(table, BY_ID, List.of(Map.of("id", 1), Map.of("id", 2), Map.of("id", 1)));
    written.write(table, BY_ID, List.of(Map.of("id", 2), Map.of("id", 3)));

    assertThat(written.ids(table)).isEqualTo("1 2 3");
  }

  @Test
  void refuses_rows_that_no_key_tells_apart() {
    String table = written.table("keyless", "id INT, name STRING, m MAP<STRING,INT>", false);
    Map<String, Object> nulled = new HashMap<>();
    nulled.put("id", null);

    assertFails(
        written.write(table, BY_ID, List.of(Map.of("id", 1), nulled)),
        Reason.INVALID,
        "Row 2 cannot be written: column 'id' is a key, and the value is null. Nothing of its batch was written.");
    assertFails(
        written.write(table, BY_ID, List.of(Map.of("id", 1), Map.of("name", "x"))),
        Reason.INVALID,
        "A row lacks the key 'id', so nothing tells which row of "
            + table
            + " it is. Nothing of its batch was written.");
    assertFails(
        written.write(table, "&writeMode=merge&keys=ident", List.of(Map.of("id", 1))),
        Reason.CONFIGURATION,
        "The option keys names 'ident', which " + table + " lacks. There are: id, name, m.");
    assertFails(
        written.write(table, "&writeMode=merge&keys=m", List.of(Map.of("id", 1))),
        Reason.CONFIGURATION,
        "Column 'm' of " + table + " is a MAP<STRING, INT>, which cannot be a key.");
    assertThat(written.ids(table)).isEmpty();
  }

  private List<List<String>> content(String table, String columns) {
    return workspace
        .statements()
        .run("SELECT id, " + columns + " FROM " + table + " ORDER BY id, 2");
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
