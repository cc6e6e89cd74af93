// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Syncs of a year of real purchases: the CSV files of the public Complete Journey data set, in the
 * folder {@code -Dcomplete.journey} names, with the mappings of its examples.
 */
@EnabledIfSystemProperty(named = "complete.journey", matches = ".+")
class CompleteJourneySyncProof {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE =
      Path.of("../../routes/examples/complete-journey").toAbsolutePath();

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static WorkspaceProcess workspace;
  private static Statements sql;

  @BeforeAll
  static void start() throws Exception {
    workspace =
        WorkspaceProcess.start(
            shared.resolve("workspace"),
            "--load",
            "main.retail=" + System.getProperty("complete.journey"));
    sql = Statements.of(workspace.workspace("retail"));
    sql.run(Files.readString(EXAMPLE.resolve("purchases.sql")).strip().replaceFirst(";$", ""));
    sql.run(
        "CREATE TABLE main.retail.households TBLPROPERTIES (delta.enableChangeDataFeed = true) AS"
            + " SELECT * FROM main.retail.demographics");
  }

  @AfterAll
  static void stop() {
    if (workspace != null) {
      workspace.close();
    }
  }

  private ImportApplication sync(String table, String mapping) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("lakeroute.sync.mapping", mapping);
    settings.put(
        "lakeroute.sync.rejects", "file:" + folder.resolve("rejects") + "?fileExist=Append");
    return ImportApplication.startSync(
        workspace.workspace("retail"), folder, "main.retail." + table, settings);
  }

  private List<JsonNode> lines(String where) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(where))) {
      for (Path file :
          files.filter(file -> !file.getFileName().toString().startsWith(".")).toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }

  @Test
  void purchases_arrive_as_events_and_those_without_a_price_are_rejected() throws Exception {
    try (var app = sync("purchases", "file:" + EXAMPLE.resolve("purchases.mapping.yaml"))) {
      assertThat(app.awaitRun())
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("rowsRead", 75_000L)
          .containsEntry("delivered", 74_584L)
          .containsEntry("rejected", 416L);
    }

    assertThat(lines("files"))
        .hasSize(74_584)
        .allSatisfy(
            record ->
                assertThat(record.at("/events/0/attributes/currency").asText()).isEqualTo("USD"));
    assertThat(lines("rejects"))
        .hasSize(416)
        .allSatisfy(
            line -> assertThat(line.path("row").path("household_id").asText()).isEqualTo("***"));
  }

  @Test
  void an_age_that_is_a_band_fits_a_declared_attribute_and_no_number() throws Exception {
    try (var app = sync("households", "file:" + EXAMPLE.resolve("households.mapping.yaml"))) {
      assertThat(app.awaitRun()).containsEntry("delivered", 801L).containsEntry("rejected", 0L);
    }
    Path numbers =
        Files.writeString(
            folder.resolve("numbers.mapping.yaml"),
            """
            schema: classpath:lakeroute/customer.schema.yaml
            identifier: {column: household_id, is: custom}
            attributes:
              age: {column: age}
            """);
    try (var app = sync("households", "file:" + numbers)) {
      assertThat(app.runAnew()).containsEntry("delivered", 0L).containsEntry("rejected", 801L);
    }
  }
}
