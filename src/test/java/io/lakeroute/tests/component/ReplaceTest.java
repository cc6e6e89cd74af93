// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code write} with {@code writeMode=replace}: a whole run at once, or nothing of it. */
class ReplaceTest extends WriteFixture {
  private static final String REPLACE = "&writeMode=replace";

  /** Of most tests, with the rows that another test has left, or one at first. */
  private final String table;

  ReplaceTest(LocalWorkspace workspace) {
    super(workspace);
    this.table = workspace.name("replaced");
    workspace
        .statements()
        .run("CREATE TABLE %s AS SELECT 0 AS id, 'name 0' AS name, 1.5BD AS more".formatted(table));
  }

  @Test
  void replaces_all_rows_by_those_of_one_message_and_keeps_the_table() {
    String whole = workspace.name("whole");
    workspace
        .statements()
        .run(
            "CREATE TABLE "
                + whole
                + " (id INT, name STRING COMMENT 'kept') TBLPROPERTIES (delta.enableChangeDataFeed = true)");
    workspace.statements().run("INSERT INTO " + whole + " VALUES (0, 'old')");
    workspace.knobs().clearCalls();

    Exchange exchange = written.write(whole, REPLACE + "&reportVersion=true", Written.rows(3, 7));

    assertThat(exchange.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 4L),
            entry(DatabricksConstants.INSERTED_ROWS, 4L),
            entry(DatabricksConstants.VERSION, 2L));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements"))
        .as("one statement replaces, one reads the version; four are for what is staged")
        .isEqualTo(staged ? 6 : 2);
    assertThat(written.ids(whole)).isEqualTo("3 4 5 6");
    assertThat(workspace.statements().run("SHOW TBLPROPERTIES " + whole).toString())
        .contains("[delta.enableChangeDataFeed, true]");
    assertThat(workspace.statements().run("DESCRIBE TABLE " + whole).toString()).contains("kept");

    written.write(whole, REPLACE, List.of());
    assertThat(written.ids(whole)).as("a run without rows").isEmpty();
  }

  @Tag("matrix")
  @Test
  void readers_see_the_old_rows_or_the_new_ones_while_a_run_of_many_statements_goes_on() {
    String before = written.counts(table);
    AtomicBoolean done = new AtomicBoolean();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                seen.add(written.counts(table));
              }
            });
    reader.start();

    written.write(table, REPLACE + "&batchSize=20", Written.rows(100, 140));
    done.set(true);
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !reader.isAlive());

    assertThat(seen).contains(before).isSubsetOf(before, "40 rows, 40 ids, 139 the highest");
    assertThat(written.counts(table)).isEqualTo("40 rows, 40 ids, 139 the highest");
    assertThat(stagings()).isEmpty();
  }

  @Tag("matrix")
  @Test
  void collects_the_messages_of_a_run_and_publishes_once_though_the_replies_of_the_last_are_lost() {
    String before = written.ids(table);

    written.write(table, REPLACE, Written.message("r1", 0, false), Written.rows(10, 13));
    Exchange repeated =
        written.write(table, REPLACE, Written.message("r1", 0, false), Written.rows(10, 13));
    written.write(
        table, REPLACE, Written.message("r1", 1, false), List.of(Map.of("id", 13, "more", "2.5")));
    assertThat(written.ids(table)).as("before the run is complete").isEqualTo(before);
    // Of the last message: its mark, audit, publication.
    workspace.knobs().add(Fault.on("POST /api/2.0/sql/statements", 0).afterTheEffect().times(3));
    Exchange last = written.write(table, REPLACE, Written.message("r1", 2, true), List.of());

    assertThat(repeated.getException()).isNull();
    assertThat(last.getException()).isNull();
    assertThat(last.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 0L), entry(DatabricksConstants.INSERTED_ROWS, 4L));
    assertThat(written.ids(table)).isEqualTo("10 11 12 13");
    assertThat(written.value("SELECT sum(more) FROM " + table)).isEqualTo("2.5");
    assertThat(stagings()).isEmpty();
  }

  @Tag("matrix")
  @Tag("matrix")
  @Test
  void gives_rows_of_a_run_the_defaults_of_what_they_lack() {
    String defaults =
        written.tableWithDefaults(
            "defaults", "id INT, status STRING DEFAULT 'new', n INT DEFAULT 7");
    String rows =
        "SELECT array_join(array_sort(collect_list(concat_ws(' ', id, coalesce(status, '-'), n))), ', ') FROM "
            + defaults;

    Exchange one =
        written.write(
            defaults, REPLACE, List.of(Map.of("id", 1), Map.of("id", 2, "status", "old")));
    assertThat(one.getException()).isNull();
    assertThat(written.value(rows)).isEqualTo("1 new 7, 2 old 7");

    written.write(defaults, REPLACE, Written.message("r", 0, false), List.of(Map.of("id", 3)));
    workspace.statements().run("ALTER TABLE " + defaults + " ADD COLUMN added STRING");
    workspace
        .statements()
        .run("ALTER TABLE " + defaults + " ALTER COLUMN added SET DEFAULT 'later'");
    Exchange last =
        written.write(
            defaults,
            REPLACE + "&batchSize=99",
            Written.message("r", 1, true),
            List.of(Map.of("id", 4), Map.of("id", 5, "status", "old")));
    assertThat(last.getException()).as("no row has the new column").isNull();
    assertThat(written.value(rows)).isEqualTo("3 new 7, 4 new 7, 5 old 7");
  }

  @Tag("matrix")
  @Test
  void refuses_a_run_in_which_some_rows_only_have_an_identity_column() {
    String identity =
        written.tableWithDefaults("identity", "id BIGINT GENERATED BY DEFAULT AS IDENTITY, n INT");

    Exchange mixed =
        written.write(identity, REPLACE, List.of(Map.of("n", 1), Map.of("id", 9, "n", 2)));

    assertThat(mixed.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID));
    assertThat(written.value("SELECT count(*) FROM " + identity)).isEqualTo("0");
  }

  @Tag("matrix")
  @Test
  void leaves_the_table_alone_when_a_run_has_a_gap_or_was_given_up() {
    String before = written.ids(table);

    written.write(table, REPLACE, Written.message("gap", 0, false), Written.rows(10, 13));
    Exchange gap =
        written.write(table, REPLACE, Written.message("gap", 2, true), Written.rows(20, 22));
    written.write(table, REPLACE, Written.message("bad", 0, false), Written.rows(10, 13));
    written.write(
        table, REPLACE, Written.message("bad", 1, false), List.of(Map.of("id", "no number")));
    Exchange late =
        written.write(table, REPLACE, Written.message("bad", 2, true), Written.rows(20, 22));

    assertFails(
        gap,
        "Cannot replace "
            + table
            + ": run gap is not whole. 2 of its 3 messages arrived, with 5 rows, of which 5 are staged. Start a new run; the"
            + " table is as it was.");
    assertFails(
        late,
        "Cannot replace "
            + table
            + ": run bad has no staging table. A message of it failed, or it was published already. Start a new run with"
            + " message 0.");
    assertThat(written.ids(table)).isEqualTo(before);
    assertThat(stagings()).as("of failed runs").isEmpty();
  }

  @Tag("matrix")
  @Test
  void refuses_a_run_that_carries_a_part_of_its_source() {
    String before = written.ids(table);
    String resumed =
        "Cannot replace "
            + table
            + ": run rest resumes a run that ended after 4 rows, and carries only the others. Set resume=false on its"
            + " source, so that its next run begins anew. The table is as it was.";

    for (List<?> rows : List.of(List.of(), Written.rows(4, 6))) {
      for (boolean complete : List.of(true, false)) {
        assertFails(
            written.write(
                table,
                REPLACE,
                with(Written.message("rest", 0, complete), DatabricksConstants.BATCH_OFFSET, 4L),
                rows),
            resumed);
      }
    }
    Exchange incremental =
        written.write(
            table,
            REPLACE,
            with(Written.message("new", 0, true), DatabricksConstants.INCREMENTAL, true),
            List.of());

    assertThat(incremental.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "Cannot replace "
                + table
                + ": run new carries only what is new since the run before it. Leave timestampColumn out of the import, so that"
                + " each run carries all rows, or write with mode merge. The table is as it was.");
    assertThat(written.ids(table)).isEqualTo(before);
  }

  private static Map<String, Object> with(Map<String, Object> headers, String name, Object value) {
    Map<String, Object> more = new HashMap<>(headers);
    more.put(name, value);
    return more;
  }

  @Tag("matrix")
  @Test
  void drops_what_runs_that_never_ended_left_behind() {
    workspace.statements().run("CREATE SCHEMA main.replace_staging");
    String options = REPLACE + "&stagingSchema=main.replace_staging&stagingRetention=1s";
    written.write(table, options, Written.message("crashed", 0, false), Written.rows(0, 2));
    List<List<String>> left = workspace.statements().run("SHOW TABLES IN main.replace_staging");
    Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

    written.write(table, options, Written.message("next", 0, false), Written.rows(0, 2));

    assertThat(left).hasSize(1);
    assertThat(left.get(0).get(1)).startsWith("_lakeroute_staging_");
    assertThat(workspace.statements().run("SHOW TABLES IN main.replace_staging"))
        .hasSize(1)
        .doesNotContainAnyElementsOf(left);
    assertThat(stagings()).as("in the table's own schema").isEmpty();
  }

  private List<String> stagings() {
    return workspace
        .statements()
        .run("SHOW TABLES IN " + workspace.access().catalog() + "." + workspace.access().schema())
        .stream()
        .map(row -> row.get(1))
        .filter(name -> name.startsWith("_lakeroute_"))
        .toList();
  }

  private static void assertFails(Exchange exchange, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessage(message);
  }
}
