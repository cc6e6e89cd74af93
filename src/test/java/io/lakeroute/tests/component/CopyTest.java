// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: a whole run by way of staged objects. */
@Tag("matrix")
class CopyTest extends CopyFixture {

  CopyTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
  }

  @Test
  void creates_the_table_with_the_first_run_and_replaces_its_rows_with_the_next() {
    String table = workspace.name("audience");
    String route = exports.route(table, "&keys=id");

    Exchange first = exports.send(route, Map.of(), Written.rows(0, 3));
    assertThat(first.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2");

    Exchange second = exports.send(route, Map.of(), Written.rows(2, 6));
    assertThat(second.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5");
    assertThat(second.getProperty(DatabricksConstants.DETAILS_PROPERTY, Map.class))
        .contains(
            entry("objects", 1),
            entry("staged", 4L),
            entry("entered", 3L),
            entry("left", 2L),
            entry("kept", 1L),
            entry("before", 3L),
            entry("published", 4L));
    assertThat(second.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
  }

  @Test
  void merges_what_differs_by_key_and_nothing_else() {
    String table = workspace.name("merged");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT, name STRING) TBLPROPERTIES (delta.enableChangeDataFeed = true)"
                .formatted(table));
    String route = exports.route(table, "&publish=merge&keys=id");
    exports.send(route, Map.of(), Written.rows(0, 6));
    List<Map<String, Object>> next = new ArrayList<>(Written.rows(2, 8));
    next.set(0, Map.of("id", 2, "name", "changed"));

    Exchange second = exports.send(route, Map.of(), next);
    Exchange same = exports.send(route, Map.of(), next);

    assertThat(second.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6 7");
    assertThat(
            exports
                .written()
                .value(
                    "SELECT array_join(array_sort(collect_list(concat(_change_type, ' ', id))), ', ') FROM table_changes('%s', 2)"
                        .formatted(table)))
        .isEqualTo("delete 0, delete 1, insert 6, insert 7, update_postimage 2, update_preimage 2");
    assertThat(same.getException()).isNull();
    assertThat(same.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(same.getProperty(DatabricksConstants.DETAILS_PROPERTY, Map.class))
        .contains(entry("entered", 0L), entry("left", 0L), entry("kept", 6L));
  }

  @Test
  void collects_the_messages_of_a_run_and_publishes_with_the_last() {
    String table = workspace.name("messages");
    String route = exports.route(table, "");

    exports.send(route, Written.message("r1", 0, false), Written.rows(0, 2));
    Exchange again = exports.send(route, Written.message("r1", 0, false), Written.rows(0, 2));
    exports.send(route, Written.message("r1", 1, false), Written.rows(2, 4));
    Exchange last = exports.send(route, Written.message("r1", 2, true), List.of());

    assertThat(again.getException()).isNull();
    assertThat(last.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2 3");
  }

  @Test
  void an_empty_run_empties_the_table_and_keeps_its_columns() {
    String table = workspace.name("emptied");
    exports.export(table, "", Written.rows(0, 2));

    Exchange empty = exports.export(table, "", List.of());
    Exchange unknown = exports.export(workspace.name("never"), "", List.of());

    assertThat(empty.getException()).isNull();
    assertThat(exports.written().value("SELECT count(*) FROM " + table)).isEqualTo("0");
    assertThat(unknown.getException())
        .hasMessageContaining("nothing says which columns an empty table gets");
  }

  @Test
  void new_columns_are_added_and_those_that_a_run_lacks_become_null() {
    String table = workspace.name("evolved");
    exports.export(table, "", List.of(Map.of("id", 1, "name", "a")));

    Exchange other = exports.export(table, "", List.of(Map.of("id", 2, "more", true)));
    Exchange retyped = exports.export(table, "&columns=RAW(id STRING)", List.of(Map.of("id", "x")));
    Exchange strict =
        exports.export(table, "&schemaChange=fail", List.of(Map.of("id", 3, "name", "c")));

    assertThat(other.getException()).isNull();
    assertThat(exports.written().value("SELECT concat_ws(' ', id, name, more) FROM " + table))
        .isEqualTo("2 true");
    assertThat(reason(retyped)).isEqualTo(Reason.CONFIGURATION);
    assertThat(retyped.getException())
        .hasMessageContaining("column 'id' is a STRING in the run and a BIGINT in the table");
    assertThat(strict.getException()).hasMessageContaining("New: none. Missing: more");
  }

  @Test
  void schemaChange_replace_keeps_comments_and_properties() {
    String table = workspace.name("reshaped");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT COMMENT 'who', old STRING) COMMENT 'ours' TBLPROPERTIES (delta.enableChangeDataFeed = true, team = 'crm')"
                .formatted(table));

    Exchange exchange =
        exports.export(table, "&schemaChange=replace", List.of(Map.of("id", 1, "more", "x")));

    assertThat(exchange.getException()).isNull();
    assertThat(workspace.statements().run("DESCRIBE TABLE " + table).toString())
        .contains("[id, bigint, who]", "[more, string, null]")
        .doesNotContain("old");
    assertThat(workspace.statements().run("SHOW TBLPROPERTIES " + table).toString())
        .contains("[delta.enableChangeDataFeed, true]", "[team, crm]");
  }

  @Test
  void schemaChange_replace_refuses_a_table_whose_layout_it_would_lose() {
    String partitioned = workspace.name("partitioned");
    String clustered = workspace.name("clustered");
    workspace
        .statements()
        .run("CREATE TABLE " + partitioned + " (id BIGINT, old STRING) PARTITIONED BY (id)");
    workspace
        .statements()
        .run("CREATE TABLE " + clustered + " (id BIGINT, old STRING) CLUSTER BY (id)");

    for (String table : List.of(partitioned, clustered)) {
      Exchange exchange =
          exports.export(table, "&schemaChange=replace", List.of(Map.of("id", 1, "more", "x")));

      assertThat(reason(exchange)).isEqualTo(Reason.CONFIGURATION);
      assertThat(exchange.getException())
          .hasMessageEndingWith(
              "the table is %s, and schemaChange=replace would lose that. Change its columns with ALTER TABLE. The table is as it was.",
              table.equals(clustered) ? "clustered (CLUSTER BY)" : "partitioned");
    }
  }

  @Test
  void merges_what_differs_by_a_microsecond_within_a_map() {
    String table = workspace.name("micros");
    String columns =
        "&publish=merge&keys=id&columns=RAW(id BIGINT, at MAP<STRING, TIMESTAMP>, wall MAP<STRING, TIMESTAMP_NTZ>)";
    exports.export(table, columns, List.of(micros(1, 5, 5), micros(2, 5, 5), micros(3, 5, 5)));

    Exchange next =
        exports.export(table, columns, List.of(micros(1, 6, 5), micros(2, 5, 6), micros(3, 5, 5)));

    assertThat(next.getException()).isNull();
    assertThat(
            exports
                .written()
                .value(
                    "SELECT array_join(array_sort(collect_list(concat_ws(' ', id, date_format(at['a'], 'SSSSSS'), date_format(wall['a'], 'SSSSSS')))), ', ') FROM "
                        + table))
        .isEqualTo("1 000006 000005, 2 000005 000006, 3 000005 000005");
  }

  /** A row with a moment and a wall clock, with this fraction of a second in microseconds. */
  private static Map<String, Object> micros(int id, int at, int wall) {
    return Map.of(
        "id",
        id,
        "at",
        Map.of("a", "2024-01-02T03:04:05.%06dZ".formatted(at)),
        "wall",
        Map.of("a", "2024-01-02T03:04:05.%06d".formatted(wall)));
  }

  @Test
  void merges_the_defaults_of_columns_that_the_run_lacks() {
    String table = workspace.name("defaults");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT, name STRING, tier STRING DEFAULT 'basic', tags MAP<STRING, INT> DEFAULT NULL, at TIMESTAMP DEFAULT current_timestamp(), twice BIGINT GENERATED ALWAYS AS (id * 2)) TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported', delta.enableChangeDataFeed = true)"
                .formatted(table));
    workspace
        .statements()
        .run(
            "INSERT INTO %s (id, name, tier, tags, at) VALUES (1, 'name 1', 'gold', map('a', 1), TIMESTAMP '2020-01-01 00:00:00Z')"
                .formatted(table));
    String route = exports.route(table, "&publish=merge&keys=id");

    Exchange first = exports.send(route, Map.of(), Written.rows(1, 3));
    long version = version(table);
    Exchange same = exports.send(route, Map.of(), Written.rows(1, 3));

    assertThat(first.getException()).isNull();
    assertThat(same.getException()).isNull();
    assertThat(
            exports
                .written()
                .value(
                    "SELECT array_join(array_sort(collect_list(concat_ws(' ', id, tier, tags IS NULL, year(at) = 2020, twice))), ', ') FROM "
                        + table))
        .isEqualTo("1 basic true true 2, 2 basic true false 4");
    assertThat(
            exports
                .written()
                .value(
                    "SELECT count(*) FROM table_changes('%s', %s)".formatted(table, version + 1)))
        .isEqualTo("0");
  }

  @Test
  void keys_of_type_CHAR_are_those_of_texts() {
    String table = workspace.name("padded");
    workspace.statements().run("CREATE TABLE %s (id CHAR(10), name STRING)".formatted(table));
    String route =
        exports.route(table, "&keys=id&maxShrink=RAW(0%)&columns=RAW(id STRING, name STRING)");
    List<Map<String, Object>> rows =
        List.of(Map.of("id", "a", "name", "one"), Map.of("id", "b", "name", "two"));

    exports.send(route, Map.of(), rows);
    Exchange same = exports.send(route, Map.of(), rows);

    assertThat(same.getException()).isNull();
    assertThat(same.getProperty(DatabricksConstants.DETAILS_PROPERTY, Map.class))
        .contains(entry("entered", 0L), entry("left", 0L), entry("kept", 2L));
  }

  @Test
  void deletes_what_a_killed_run_left() throws Exception {
    String table = workspace.name("swept");
    String where =
        Hashes.sha256(staging.connection().profile().host() + "\n" + table).substring(0, 8);
    String folder = "local/" + table + "-" + where;
    staging.put(folder + "/killed/part-00000.jsonl", "{}\n".getBytes(StandardCharsets.UTF_8));

    Exchange next = exports.export(table, "", Written.rows(0, 1));

    assertThat(next.getException()).isNull();
    assertThat(staging.store().list(folder)).isEmpty();
  }
}
