package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: a whole run by way of staged objects, or nothing of it. */
class CopyTest extends ComponentFixture {

  private final Exports exports;
  private final StagingConnection staging;

  CopyTest(LocalWorkspace workspace) {
    super(workspace, keys(workspace));
    this.exports = new Exports(workspace, component);
    this.staging = StagingConnection.open(keys(workspace));
  }

  private static Map<String, String> keys(LocalWorkspace workspace) {
    return Exports.keys(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
  }

  @AfterEach
  void nothing_is_left() {
    assertThat(exports.stagings()).as("staging tables").isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
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

  @Tag("matrix")
  @Test
  void refuses_a_run_whose_keys_repeat_or_are_missing() {
    String table = workspace.name("keyed");
    exports.export(table, "", Written.rows(0, 2));

    Exchange twice =
        exports.export(table, "&keys=id", List.of(Map.of("id", 1, "name", "a"), Map.of("id", 1)));
    Exchange none =
        exports.export(
            table, "&keys=id", List.of(Map.of("id", 1, "name", "a"), Map.of("name", "b")));

    assertThat(reason(twice)).isEqualTo(Reason.INVALID);
    assertThat(twice.getException()).hasMessageContaining("1 of its 2 rows repeat the keys [id]");
    assertThat(none.getException())
        .hasMessageContaining("1 of its 2 rows have no value in the keys");
    assertThat(exports.written().ids(table)).isEqualTo("0 1");
  }

  @Tag("matrix")
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
  void publishes_nothing_of_a_run_with_a_gap_a_bad_row_or_a_part_only() {
    String table = workspace.name("parts");
    String route = exports.route(table, "");
    exports.send(route, Map.of(), Written.rows(0, 2));

    exports.send(route, Written.message("gap", 0, false), Written.rows(5, 6));
    Exchange gap = exports.send(route, Written.message("gap", 2, true), Written.rows(7, 8));
    exports.send(route, Written.message("bad", 0, false), Written.rows(5, 6));
    Exchange bad =
        exports.send(route, Written.message("bad", 1, false), List.of(Map.of("id", "no number")));
    Exchange late = exports.send(route, Written.message("bad", 2, true), Written.rows(7, 8));
    Map<String, Object> rest = new HashMap<>(Written.message("rest", 0, true));
    rest.put(DatabricksConstants.BATCH_OFFSET, 4L);
    Exchange resumed = exports.send(route, rest, Written.rows(5, 6));
    Map<String, Object> increment = new HashMap<>(Written.message("more", 0, true));
    increment.put(DatabricksConstants.INCREMENTAL, true);
    Exchange incremental = exports.send(route, increment, Written.rows(5, 6));

    assertThat(gap.getException())
        .hasMessageContaining("message 2 arrived where 1 was expected. Start a new run.");
    assertThat(bad.getException())
        .hasMessage(
            "Row 2 cannot be exported: column 'id' (BIGINT): the value is a text that is no number.");
    assertThat(late.getException())
        .hasMessageContaining("the messages before it were not seen here, or one of them failed");
    assertThat(reason(resumed)).isEqualTo(Reason.CONFLICT);
    assertThat(resumed.getException()).hasMessageContaining("Set resume=false on its source");
    assertThat(reason(incremental)).isEqualTo(Reason.CONFIGURATION);
    assertThat(exports.written().ids(table)).isEqualTo("0 1");
  }

  @Tag("matrix")
  @Test
  void refuses_to_lose_more_rows_than_maxShrink_allows() {
    String table = workspace.name("shrunk");
    exports.export(table, "", Written.rows(0, 10));

    Exchange less = exports.export(table, "&maxShrink=RAW(30%)", Written.rows(0, 6));
    Exchange none = exports.export(table, "&onEmpty=fail", List.of());
    Exchange enough = exports.export(table, "&maxShrink=RAW(30%)", Written.rows(0, 7));

    assertThat(reason(less)).isEqualTo(Reason.CONFLICT);
    assertThat(less.getException())
        .hasMessageContaining("the table would lose 4 of its 10 rows, more than maxShrink allows");
    assertThat(none.getException()).hasMessageContaining("it has no rows, and onEmpty=fail");
    assertThat(enough.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2 3 4 5 6");
  }

  @Tag("matrix")
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

  @Tag("matrix")
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

  @Tag("matrix")
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

  @Tag("matrix")
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

  @Test
  void refuses_what_is_left_of_a_body_and_of_a_query() {
    String table = workspace.name("truncated");
    String route = exports.route(table, "");
    Map<String, Object> cut = Map.of(DatabricksConstants.TRUNCATED, true);
    Iterator<Map<String, Object>> broken =
        new Iterator<>() {
          private int rows;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Map<String, Object> next() {
            if (rows++ == 1) {
              throw new IllegalStateException("once");
            }
            return Map.of("id", rows);
          }
        };

    Exchange truncated = exports.send(route, cut, Written.rows(0, 2));
    Exchange again = exports.redelivered(table, broken);

    assertThat(truncated.getException()).hasMessageContaining("Set maxRows=0 there");
    assertThat(again.getException()).hasMessageContaining("its body was read already");
    assertThat(workspace.statements().fail("SELECT * FROM " + table, Map.of()).toString())
        .contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void a_run_is_published_only_where_it_was_staged() {
    String table = workspace.name("here");
    String other = workspace.name("there");

    Exchange exchange = exports.loadedElsewhere(table, other, Written.rows(0, 2));

    assertThat(reason(exchange)).isEqualTo(Reason.CONFIGURATION);
    assertThat(exchange.getException()).hasMessageContaining("a run that is staged for " + table);
  }

  @Tag("matrix")
  @Test
  void audiences_whose_names_make_one_table_are_told_apart() {
    String place =
        "&catalog=%s&schema=%s"
            .formatted(workspace.access().catalog(), workspace.access().schema());
    Exchange first = exports.export("", place + "&audience=a-b", Written.rows(0, 2));
    Exchange second = exports.export("", place + "&audience=a_b", Written.rows(5, 6));

    assertThat(first.getException()).isNull();
    assertThat(reason(second)).isEqualTo(Reason.CONFLICT);
    assertThat(second.getException()).hasMessageContaining("the table is that of audience 'a-b'");
    assertThat(exports.written().ids(workspace.name("lakeroute_user_a_b"))).isEqualTo("0 1");
  }

  @Test
  void publish_without_load_is_refused() {
    Exchange exchange =
        component.send(
            "databricks:copy:" + workspace.name("none") + "?connection=local&action=publish",
            e -> e.getMessage().setBody(List.of()));

    assertThat(exchange.getException())
        .hasMessageContaining("Send it to databricks:copy with action=load first.");
  }

  private static Reason reason(Exchange exchange) {
    return ((DatabricksException) exchange.getException()).getReason();
  }
}
