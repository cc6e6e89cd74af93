// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export publishes once or not at all, whatever fails on its way, and leaves nothing. */
@Tag("matrix")
class CopyFaultsTest extends CopyFixture {

  private static final String POST = "POST /api/2.0/sql/statements";
  private static final String HISTORY = "GET /api/2.0/sql/history/queries";

  CopyFaultsTest(LocalWorkspace workspace) {
    super(workspace, Exports.bucket(workspace, "faults"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"replace", "merge"})
  void publishes_once_though_the_replies_of_the_load_are_lost(String publish) {
    String table = workspace.name("lost_" + publish);
    String route = exports.route(table, "&keys=id&publish=" + publish);
    exports.send(route, Map.of(), Written.rows(0, 3));
    long before = version(table);
    // The staging table, COPY INTO, and the count.
    workspace.knobs().add(Fault.on(POST, 0).afterTheEffect().times(3));

    Exchange exchange = exports.send(route, Map.of(), Written.rows(2, 7));

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    assertThat(version(table)).as("one commit").isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource({"replace, INSERT OVERWRITE", "merge, MERGE INTO", "first, TABLE"})
  void publishes_once_though_the_reply_of_the_publish_is_lost(String publish, String word) {
    String table = workspace.name("unanswered_" + publish);
    if (!publish.equals("first")) {
      exports.export(table, "", Written.rows(0, 3));
    }
    Exchange exchange =
        exportThrough(
            losing(word + " " + quoted(table)),
            table,
            publish.equals("first") ? "" : "&keys=id&publish=" + publish);

    assertThat(workspace.knobs().calls())
        .as("the lost reply")
        .anyMatch(call -> call.is("POST", "/api/2.0/sql/statements/?") && call.status() == 0);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    assertThat(version(table)).as("one commit").isEqualTo(publish.equals("first") ? 0 : 1);
  }

  @Test
  void the_first_run_knows_its_table_though_the_query_history_cannot_be_read() {
    String table = workspace.name("hidden");

    Exchange exchange =
        exportThrough(losing("TABLE " + quoted(table), Fault.on(HISTORY, 503).times(8)), table, "");

    assertThat(exchange.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    assertThat(version(table)).as("one commit").isZero();
  }

  @ParameterizedTest
  @CsvSource({"INSERT OVERWRITE, POST /.*", "TABLE, GET /api/2.1/unity-catalog/tables/.*"})
  void a_publish_whose_table_cannot_be_looked_at_is_reported_as_unknown(String word, String look) {
    String table = workspace.name("unseen_" + word.length());
    if (!word.equals("TABLE")) {
      exports.export(table, "", Written.rows(0, 3));
    }
    Door door =
        losing(
            word + " " + quoted(table),
            Fault.on(HISTORY, 503).times(8),
            Fault.on(look, 401).times(8));

    Exchange exchange = exportThrough(door, table, "");
    workspace.knobs().clearFaults();

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.OUTCOME_UNKNOWN))
        .hasMessageContaining("The table cannot be looked at now: ");
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    exports.export(table, "", Written.rows(0, 1));
  }

  /** Loses the reply of a statement, and adds faults to that one. */
  private Door losing(String words, Fault... more) {
    AtomicInteger lost = new AtomicInteger();
    return statement -> {
      if (statement.contains(words) && lost.getAndIncrement() == 0) {
        workspace.knobs().add(Fault.on(POST, 0).afterTheEffect());
        List.of(more).forEach(workspace.knobs()::add);
      }
      return true;
    };
  }

  private Exchange exportThrough(Door door, String table, String options) {
    return through(door, other -> other.export(table, options, Written.rows(2, 7)));
  }

  @Test
  void a_cancellation_that_comes_while_it_publishes_comes_too_late() {
    String table = workspace.name("cancelled");
    exports.export(table, "", Written.rows(0, 3));
    Thread route = Thread.currentThread();
    Door door =
        statement -> {
          if (statement.contains("INSERT OVERWRITE " + quoted(table))) {
            route.interrupt();
          }
          return true;
        };

    Exchange exchange = exportThrough(door, table, "");

    assertThat(Thread.interrupted()).as("it is dropped").isFalse();
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    assertThat(version(table)).as("one commit").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 0})
  void storage_that_fails_for_now_changes_nothing(int status) {
    String table = workspace.name("storage_" + status);
    String objects = "PUT /workspace/faults.*";
    workspace
        .knobs()
        .add((status == 0 ? S3Fault.reset(objects) : S3Fault.on(objects, status)).times(2));

    Exchange exchange = exports.export(table, "", Written.rows(0, 5));

    assertThat(exchange.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2 3 4");
  }

  @Test
  void a_refused_key_publishes_nothing_and_its_secret_stands_nowhere() {
    String table = workspace.name("refused");
    Map<String, String> wrong = new LinkedHashMap<>(Exports.bucket(workspace, "faults"));
    wrong.put("staging.secretAccessKey", "wrong-secret-canary");
    try (ComponentContext other = ComponentContext.start(Exports.keys(workspace, wrong))) {
      Exports refused = new Exports(workspace, other);

      Exchange exchange = refused.export(table, "", Written.rows(0, 2));

      assertThat(exchange.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.UNAUTHENTICATED));
      assertThat(exchange.getException().toString()).doesNotContain("canary");
    }
    assertThat(workspace.statements().fail("SELECT * FROM " + table, Map.of()).toString())
        .contains("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void a_failing_load_publishes_nothing() {
    String table = workspace.name("unloaded");
    exports.export(table, "", Written.rows(0, 2));
    workspace.knobs().add(S3Fault.on("GET /workspace/faults.*", 403).times(50));

    Exchange exchange = exports.export(table, "", Written.rows(5, 9));

    assertThat(exchange.getException()).isNotNull();
    assertThat(exchange.getException().toString())
        .doesNotContain(workspace.bucket().secretKey())
        .doesNotContain("a-session-token");
    workspace.knobs().clearFaults();
    assertThat(exports.written().ids(table)).isEqualTo("0 1");
    exports.export(table, "", List.of(Map.of("id", 1, "name", "next")));
  }
}
