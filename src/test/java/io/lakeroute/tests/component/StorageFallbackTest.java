// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read through object storage fails, or is read another way, as through the driver. */
class StorageFallbackTest extends StorageFixture {
  StorageFallbackTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Tag("matrix")
  @Test
  void a_statement_that_takes_too_long_is_cancelled() {
    DatabricksException failure =
        fails(
            "&outputType=batches&statementTimeout=3s",
            "SELECT count(*) FROM range(100000000000) WHERE hash(id) % 7 = 1");

    assertThat(failure.getReason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.getMessage())
        .startsWith(
            "Cannot run the statement on connection 'local': it took longer than statementTimeout (3 s) and was cancelled");
    assertThat(calls("POST", STATEMENTS + "/.*/cancel")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM nope",
        "SELECT * FROM main.nope.nope",
        "SELECT nope FROM (SELECT 1 AS one)",
        "SELECT FROM",
        "SELECT CAST('x' AS INT)",
        "SELECT 1/0",
        "SELECT 1 AS a, 2 AS a",
      })
  void fails_in_the_words_of_the_driver(String sql) {
    DatabricksException driver = fails("&outputType=list", sql);
    DatabricksException storage = fails("&outputType=batches", sql);

    assertThat(storage.getReason()).isEqualTo(driver.getReason());
    assertThat(withoutId(storage)).isEqualTo(withoutId(driver));
  }

  @Tag("matrix")
  @Test
  void reads_through_the_warehouse_where_storage_lets_nobody_in() {
    try (var other = ComponentContext.start(workspace.access())) {
      workspace.knobs().add(Fault.on("GET " + LINK, 403).times(100));

      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      long tried = calls("GET", LINK).size();
      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      assertThat(other.query(List.class, "", ROWS, Map.of())).hasSize(8000);

      assertThat(tried).isPositive();
      assertThat(calls("GET", LINK)).as("nobody tries again").hasSize((int) tried);
      assertThat(calls("POST", "/sql/1.0/warehouses/.*")).as("Thrift").isNotEmpty();
    }
  }

  @Test
  void reads_through_the_driver_where_statements_are_not_in_utc() {
    try (var other = ComponentContext.start(workspace.access())) {
      workspace
          .knobs()
          .add(
              Fault.on("POST " + STATEMENTS, 200)
                  .body(
                      Map.of(
                          "statement_id",
                          "01f1c46c-0000-0000-0000-000000000000",
                          "status",
                          Map.of("state", "SUCCEEDED"),
                          "result",
                          Map.of("data_array", List.of(List.of("Asia/Tokyo"))))));

      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));

      assertThat(calls("GET", STATEMENTS + "/.*/result/chunks/.*")).isEmpty();
    }
  }

  /** Every statement has an id of its own. */
  private static String withoutId(DatabricksException failure) {
    return failure.getMessage().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }
}
