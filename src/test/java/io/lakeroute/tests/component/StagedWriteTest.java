package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is particular to writes that go through staged objects. */
@Staged(Staged.Place.VOLUME)
class StagedWriteTest extends WriteFixture {

  private static final String STATEMENTS = "/api/2.0/sql/statements";

  private final StagingConnection staging;

  StagedWriteTest(LocalWorkspace workspace) {
    super(workspace);
    this.staging =
        StagingConnection.open(Exports.keys(workspace, Staged.Place.VOLUME.keys(workspace)));
  }

  @AfterEach
  void nothing_is_left() {
    workspace.knobs().clearFaults();
    assertThat(new Exports(workspace, component).stagings()).isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
  }

  @Test
  void a_message_of_several_batches_is_one_and_every_text_arrives_as_it_was() {
    String table = written.table("texts", "id INT, first STRING, none STRING, last STRING", true);
    List<Map<String, Object>> rows = texts();
    workspace.knobs().clearCalls();

    Exchange exchange = written.write(table, "&batchSize=10", rows);

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeader(DatabricksConstants.INSERTED_ROWS))
        .isEqualTo((long) rows.size());
    assertThat(workspace.knobs().count("POST", STATEMENTS))
        .as("a table, COPY INTO, a count, the insert, and no table any more")
        .isEqualTo(5);
    assertThat(
            component.query(
                List.class,
                "&connection=local",
                "SELECT CAST(id AS STRING) AS id, first, none, last FROM " + table + " ORDER BY 0 + id",
                Map.of()))
        .isEqualTo(rows);
  }

  private static List<Map<String, Object>> texts() {
    List<String> texts = CopyValues.TEXTS;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", String.valueOf(i));
      row.put("first", texts.get(i));
      row.put("none", null);
      row.put("last", texts.get(texts.size() - 1 - i));
      rows.add(row);
    }
    return rows;
  }

  @Tag("matrix")
  @Test
  void a_message_that_one_statement_takes_is_not_staged() {
    String table = written.table("few", "id INT, name STRING", true);
    workspace.knobs().clearCalls();

    written.write(table, "&batchSize=3", Written.rows(0, 3));

    assertThat(workspace.knobs().count("POST", STATEMENTS)).isEqualTo(1);
    assertThat(written.ids(table)).isEqualTo("0 1 2");
  }

  @Tag("matrix")
  @Test
  void a_row_that_does_not_fit_writes_nothing_of_its_batch() {
    String table = written.table("unfit", "id INT, name STRING", true);
    List<Map<String, Object>> rows = new ArrayList<>(Written.rows(0, 5));
    rows.set(4, Map.of("id", "four"));

    Exchange exchange = written.write(table, "", rows.iterator());

    assertThat(exchange.getException()).hasMessageStartingWith("Row 5 cannot be written: column");
    assertThat(written.ids(table)).isEmpty();
  }

  @Tag("matrix")
  @Test
  void a_message_whose_objects_cannot_be_loaded_writes_nothing() {
    String table = written.table("unloaded", "id INT, name STRING", true);
    workspace.knobs().add(Fault.on("POST " + STATEMENTS, 403));

    Exchange exchange = written.write(table, "", Written.rows(0, 5).iterator());

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN))
        .hasMessageContaining("staging table of " + table);
    assertThat(written.ids(table)).isEmpty();
  }

  @Tag("matrix")
  @Test
  void objects_that_a_write_left_are_deleted_by_a_later_one() {
    String table = written.table("left", "id INT, name STRING", true);
    workspace.knobs().add(Fault.on("DELETE /api/2.0/fs/files/.*", 403).times(9));
    written.write(table, "", Written.rows(0, 5));
    workspace.knobs().clearFaults();
    assertThat(staging.store().list("")).hasSize(1);
    Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

    written.write(table, "&stagingRetention=1s", Written.rows(5, 9));

    assertThat(written.ids(table)).isEqualTo("0 1 2 3 4 5 6 7 8");
  }

  @Tag("matrix")
  @Test
  void secrets_of_the_place_stand_in_no_failure() {
    String table = written.table("secret", "id INT, name STRING", true);
    Map<String, String> keys = Exports.keys(workspace, Exports.bucket(workspace, "secret"));
    workspace.knobs().add(S3Fault.on("GET /workspace/secret.*", 403).times(50));
    try (ComponentContext other = ComponentContext.start(keys)) {
      Exchange exchange =
          new Written(workspace, other).write(table, "&batchSize=2", Written.rows(0, 5));

      assertThat(exchange.getException())
          .hasMessageContaining("Cannot stage rows for " + table)
          .extracting(Throwable::toString)
          .asString()
          .doesNotContain(workspace.bucket().secretKey(), "a-session-token");
    }
    assertThat(written.ids(table)).isEmpty();
  }
}
