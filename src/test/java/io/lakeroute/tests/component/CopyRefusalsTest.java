// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: what is not a whole run is refused, and the table stays as it was. */
class CopyRefusalsTest extends CopyFixture {

  CopyRefusalsTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
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
    assertThat(again.getException()).isInstanceOf(IllegalStateException.class).hasMessage("once");
    assertThat(workspace.statements().fail("SELECT * FROM " + table, Map.of()).toString())
        .contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void a_run_of_which_a_message_was_cut_is_not_published_where_the_route_handles_that() {
    String table = workspace.name("handled");
    String route = exports.handling(table);
    Map<String, Object> cut = new HashMap<>(Written.message("cut", 1, false));
    cut.put(DatabricksConstants.TRUNCATED, true);

    Exchange first = exports.send(route, Written.message("cut", 0, false), Written.rows(0, 2));
    Exchange second = exports.send(route, cut, Written.rows(2, 4));
    Exchange last = exports.send(route, Written.message("cut", 2, true), Written.rows(4, 6));

    assertThat(List.of(first, second, last))
        .allSatisfy(exchange -> assertThat(exchange.getException()).isNull())
        .extracting(exchange -> exchange.getProperty("handled"))
        .containsExactly(null, true, true);
    assertThat(workspace.statements().fail("SELECT * FROM " + table, Map.of()).toString())
        .contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void a_value_that_looks_like_the_id_of_a_statement_is_in_no_message() {
    String table = workspace.name("checked");
    String value = "0f8fad5b-d9cb-469f-a165-70867728950e";
    workspace.statements().run("CREATE TABLE %s (id BIGINT, name STRING)".formatted(table));
    workspace
        .statements()
        .run("ALTER TABLE %s ADD CONSTRAINT short CHECK (length(name) < 9)".formatted(table));

    Exchange exchange = exports.export(table, "", List.of(Map.of("id", 1L, "name", value)));

    assertThat(exchange.getException())
        .hasMessageContaining("DELTA_VIOLATE_CONSTRAINT_WITH_VALUES")
        .hasMessageMatching("(?s).*statement [0-9a-f-]{36}.*")
        .message()
        .doesNotContain(value);
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
}
