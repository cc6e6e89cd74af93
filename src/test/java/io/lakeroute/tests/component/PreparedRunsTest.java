// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.RecordId;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The consumer {@code query} whose statement a bean prepares before each run. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class PreparedRunsTest {

  private static final String OPTIONS = "prepare=#bean:prepare&batchSize=2&runRetryDelay=10ms";

  @TempDir Path store;
  private final LocalWorkspace workspace;
  private final List<String> pins = new CopyOnWriteArrayList<>();

  PreparedRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private void sql(String statement, Object... names) {
    workspace.statements().run(statement.formatted(names));
  }

  private String table(String name) {
    sql("CREATE TABLE %s AS SELECT id FROM range(5)", workspace.name(name));
    return workspace.name(name);
  }

  private Importing running(Processor prepare) {
    return Importing.query(workspace, store, OPTIONS, Map.of("prepare", prepare));
  }

  /** Reads one version of a table: the latest, or that of the pin. */
  private Processor pinned(String table, String select) {
    return exchange -> {
      String pin = exchange.getProperty(DatabricksConstants.PIN_PROPERTY, String.class);
      pins.add(String.valueOf(pin));
      if (pin == null) {
        Map<?, ?> answer =
            exchange
                .getContext()
                .createProducerTemplate()
                .requestBody("databricks:catalog:" + table + "?action=version", null, Map.class);
        pin = "{\"version\":" + answer.get("version") + "}";
      }
      String version = pin.replaceAll("\\D", "");
      exchange.setProperty(DatabricksConstants.PIN_PROPERTY, pin);
      exchange.setProperty(
          DatabricksConstants.STATEMENT_PROPERTY,
          select + " FROM " + table + " VERSION AS OF " + version + " WHERE id < :n ORDER BY id");
      exchange.setProperty(DatabricksConstants.RECORD_SCOPE_PROPERTY, "segment:five:1");
      exchange.getMessage().setHeader(DatabricksConstants.PARAMETERS, Map.of("n", 99));
      exchange.getMessage().setHeader(DatabricksConstants.KEYS, List.of("id"));
    };
  }

  private static Consumer<Exchange> failingOn(int message, RuntimeException failure) {
    AtomicInteger messages = new AtomicInteger();
    return exchange -> {
      if (messages.incrementAndGet() == message) {
        throw failure;
      }
    };
  }

  @Test
  void a_run_that_broke_off_resumes_in_the_same_versions_behind_what_was_delivered() {
    String table = table("resumed");
    Importing running = running(pinned(table, "SELECT id"));

    Delivered broken = running.run(failingOn(2, new IllegalStateException("full")));
    sql("INSERT INTO %s VALUES (-1), (9)", table);
    Delivered rest = running.run();
    Delivered next = running.run();

    assertThat(broken.values("id")).containsExactly(0L, 1L);
    assertThat(rest.values("id")).containsExactly(2L, 3L, 4L);
    assertThat(rest.values("_record_id")).first().isEqualTo(new RecordId("segment:five:1").of(2L));
    assertThat(rest.headers())
        .extracting(headers -> headers.get(DatabricksConstants.BATCH_OFFSET))
        .containsExactly(2L, 4L);
    assertThat(rest.headers())
        .extracting(headers -> headers.get(DatabricksConstants.BATCH_INDEX))
        .containsExactly(0L, 1L);
    assertThat(rest.headers().get(0)).containsEntry(DatabricksConstants.KEYS, List.of("id"));
    assertThat(broken.run().details()).contains("{\"pin\":{\"version\":0}}");
    assertThat(rest.run().details()).contains("{\"pin\":{\"version\":0}}");
    assertThat(next.values("id")).containsExactly(-1L, 0L, 1L, 2L, 3L, 4L, 9L);
    assertThat(next.run().details()).contains("{\"pin\":{\"version\":1}}");
    assertThat(pins).containsExactly("null", "{\"version\":0}", "null");
  }

  @Test
  void a_run_resumes_even_its_first_batch_under_its_own_name_and_in_batches_of_that_size() {
    String table = table("named");
    Processor prepare = pinned(table, "SELECT id");

    Delivered broken = running(prepare).run(failingOn(1, new IllegalStateException("full")));
    sql("INSERT INTO %s VALUES (-1)", table);
    Delivered rest =
        Importing.query(
                workspace,
                store,
                OPTIONS.replace("batchSize=2", "batchSize=3"),
                Map.of("prepare", prepare))
            .run();

    assertThat(OPTIONS).contains("batchSize=2");
    assertThat(broken.values("id")).isEmpty();
    assertThat(rest.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(rest.headers())
        .extracting(
            headers -> headers.get(DatabricksConstants.FIRST_RUN_ID),
            headers -> headers.get(DatabricksConstants.BATCH_OFFSET))
        .containsExactly(
            tuple(broken.run().scope().id(), 0L),
            tuple(broken.run().scope().id(), 2L),
            tuple(broken.run().scope().id(), 4L));
  }

  @Test
  void a_statement_that_fails_at_once_says_why_and_is_sent_once() {
    Processor prepare =
        exchange -> {
          pins.add("asked");
          exchange.setProperty(DatabricksConstants.PIN_PROPERTY, "{}");
          exchange.setProperty(
              DatabricksConstants.STATEMENT_PROPERTY,
              "SELECT raise_error('LAKEROUTE_DUPLICATE_KEY people') AS id");
        };

    Delivered run = failing(prepare, "&stream=raising");

    assertThat(run.run().outcome().reason()).contains(Reason.INVALID);
    assertThat(run.run().outcome().message().orElseThrow())
        .contains("LAKEROUTE_DUPLICATE_KEY people");
    assertThat(pins).containsExactly("asked");
  }

  @Test
  void an_attempt_resumes_its_run_with_the_same_ids_and_no_row_twice() {
    String table = table("attempts");
    DatabricksException away = new DatabricksException(Reason.UNAVAILABLE, "The target is away.");
    Importing running =
        Importing.query(
            workspace,
            store,
            OPTIONS + "&resume=false",
            Map.of("prepare", pinned(table, "SELECT id")));

    Delivered run = running.run(failingOn(2, away));

    assertThat(run.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.run().attempts()).isEqualTo(2);
    assertThat(run.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(run.headers())
        .extracting(headers -> headers.get(DatabricksConstants.BATCH_INDEX))
        .containsExactly(0L, 1L, 2L);
    assertThat(pins).containsExactly("null", "{\"version\":0}");
  }

  @Test
  void a_run_begins_anew_where_its_versions_are_gone() {
    String table = table("gone");
    sql("INSERT INTO %s VALUES (5)", table);
    Importing running = running(pinned(table, "SELECT id"));

    Delivered broken = running.run(failingOn(2, new IllegalStateException("full")));
    sql("DROP TABLE %s", table);
    table("gone");
    Delivered anew = running.run();

    assertThat(broken.run().details()).contains("{\"pin\":{\"version\":1}}");
    assertThat(anew.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(anew.values("_record_id")).startsWith(broken.values("_record_id").toArray());
    assertThat(anew.run().details()).contains("{\"pin\":{\"version\":0}}");
    assertThat(pins).containsExactly("null", "{\"version\":1}", "null");
  }

  @Test
  void a_run_begins_anew_where_the_statement_is_another_by_then() {
    String table = table("other");
    running(pinned(table, "SELECT id")).run(failingOn(2, new IllegalStateException("full")));

    Delivered anew = running(pinned(table, "SELECT id, 'x' AS kind")).run();

    assertThat(anew.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(anew.values("kind")).containsOnly("x");
    assertThat(pins).containsExactly("null", "{\"version\":0}", "null");
  }

  @Test
  void a_retry_does_not_deliver_the_rows_of_another_statement() {
    String table = table("swapped");
    AtomicInteger calls = new AtomicInteger();
    Processor first = pinned(table, "SELECT id");
    Processor second = pinned(table, "SELECT id, 'x' AS kind");
    DatabricksException away = new DatabricksException(Reason.UNAVAILABLE, "The target is away.");

    Delivered run =
        running(exchange -> (calls.getAndIncrement() == 0 ? first : second).process(exchange))
            .run(failingOn(2, away));

    assertThat(run.run().outcome().state()).isEqualTo(RunState.FAILED);
    assertThat(run.run().outcome().message()).contains("The target is away.");
    assertThat(run.values("id")).containsExactly(0L, 1L);
  }

  private Delivered failing(Processor prepare, String options) {
    return Importing.query(workspace, store, OPTIONS + options, Map.of("prepare", prepare)).run();
  }

  @Test
  void a_bean_that_fails_ends_the_run_for_its_reason() {
    Delivered known =
        failing(
            exchange -> {
              throw new DatabricksException(Reason.NOT_FOUND, "There is no segment 'x'.");
            },
            "&stream=known");
    Delivered said =
        failing(
            exchange -> {
              exchange.setProperty(DatabricksConstants.FAILURE_REASON_PROPERTY, "CONFIGURATION");
              exchange.setException(new IllegalArgumentException("The model has no zone."));
            },
            "&stream=said");
    Delivered unknown =
        failing(
            exchange -> {
              throw new IllegalStateException("customer 42");
            },
            "&stream=unknown");

    assertThat(known.run().outcome().reason()).contains(Reason.NOT_FOUND);
    assertThat(known.run().outcome().message()).contains("There is no segment 'x'.");
    assertThat(said.run().outcome().reason()).contains(Reason.CONFIGURATION);
    assertThat(said.run().outcome().message()).contains("The model has no zone.");
    assertThat(unknown.run().outcome().message().orElseThrow()).doesNotContain("42");
  }

  @Test
  void a_statement_that_is_not_there_or_not_allowed_is_refused() {
    Delivered none = failing(exchange -> {}, "&stream=none");
    Delivered shows =
        failing(
            exchange -> exchange.setProperty(DatabricksConstants.STATEMENT_PROPERTY, "SHOW TABLES"),
            "&stream=shows&readOnly=true");
    Delivered outside =
        failing(
            exchange ->
                exchange.setProperty(
                    DatabricksConstants.STATEMENT_PROPERTY, "SELECT * FROM other.s.t"),
            "&stream=outside&onlyCatalogs=main");

    assertThat(none.run().outcome().reason()).contains(Reason.INVALID);
    assertThat(none.run().outcome().message())
        .contains(
            "The option prepare set no statement: the exchange property CamelDatabricksStatement is"
                + " empty.");
    assertThat(shows.run().outcome().reason()).contains(Reason.FORBIDDEN);
    assertThat(outside.run().outcome().message())
        .contains(
            "The statement is refused on connection 'local': what stands at line 1, column 15 is"
                + " outside of the catalogs that may be named (onlyCatalogs).");
  }
}
