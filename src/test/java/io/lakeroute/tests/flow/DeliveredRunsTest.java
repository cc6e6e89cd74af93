// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static io.lakeroute.tests.flow.DeliveredFiles.awaitFile;
import static io.lakeroute.tests.flow.DeliveredFiles.files;
import static io.lakeroute.tests.flow.DeliveredFiles.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the engine, in front of {@code databricks-delivery-file-sink}. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveredRunsTest {

  private static final String VALUES =
      "SELECT 1 AS id, 'a,b' AS text, '' AS empty, CAST(NULL AS STRING) AS nothing, CAST(1.5 AS DECIMAL(10,2)) AS money,"
          + " CAST(0.1 AS FLOAT) AS single, CAST('NaN' AS DOUBLE) AS nan, 1e300 AS large, CAST(2e-5 AS DOUBLE) AS small, true AS flag,"
          + " DATE'0001-01-01' AS day, TIMESTAMP'2026-03-29T00:59:59.120Z' AS at, TIMESTAMP'2026-03-29T01:00:00.000001Z' AS micro,"
          + " TIMESTAMP_NTZ'2026-03-29 02:30:00' AS local, X'00ff' AS bytes, array(1, NULL) AS list, map('k', DATE'2026-01-01') AS map,"
          + " named_struct('a', 1, 'at', TIMESTAMP'2026-01-01T00:00:00Z') AS struct";

  @TempDir static Path folder;

  private final LocalWorkspace workspace;
  private UserRoutes routes;

  DeliveredRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws IOException {
    SegmentShop.fill(workspace);
    routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.store.directory", folder.resolve("store").toString()),
            resuming());
  }

  @AfterAll
  void stop() {
    routes.close();
  }

  /** An import whose sink cannot be reached as long as a file is in the place of its folder. */
  private String resuming() throws IOException {
    Files.writeString(folder.resolve("blocked"), "");
    return """
    - route:
        from:
          uri: kamelet:databricks-snapshot-source
          parameters:
            table: %s
            batchSize: 3
            frequency: once
          steps:
            - to:
                uri: kamelet:databricks-delivery-file-sink
                parameters:
                  endpoint: file:%s
                  fields: customer_id,email
                  directory: %s
    - route:
        from:
          uri: databricks:query
          parameters:
            sql: SELECT customer_id, email FROM %s WHERE FALSE
            flow: nobody
            stream: nobody
            frequency: once
          steps:
            - to:
                uri: kamelet:databricks-delivery-file-sink
                parameters:
                  endpoint: file:%s
                  directory: %s
                  fileName: nobody.csv
    """
            .formatted(
                workspace.name("customers"),
                folder.resolve("blocked"),
                folder.resolve("resuming"),
                workspace.name("customers"),
                folder.resolve("audiences"),
                folder.resolve("parts"))
        + values("csv")
        + values("jsonl");
  }

  /** Values of all types, as the component's own text and as a file. */
  private String values(String format) {
    return """
    - route:
        from:
          uri: direct:text-%1$s
          steps:
            - to:
                uri: databricks:query
                parameters: {sql: "%2$s", outputType: stream, format: %3$s}
            - convertBodyTo: {type: String}
    - route:
        from:
          uri: direct:file-%1$s
          steps:
            - to:
                uri: databricks:query
                parameters: {sql: "%2$s", outputType: batches}
            - to:
                uri: kamelet:databricks-delivery-file-sink
                parameters:
                  endpoint: file:%4$s
                  directory: %5$s
                  format: %1$s
                  fileName: values.%1$s
    """
        .formatted(
            format,
            VALUES,
            format.equals("csv") ? "csv" : "jsonLines",
            folder.resolve("audiences"),
            folder.resolve("parts"));
  }

  @Tag("matrix") // It waits for 10 seconds.
  @Test
  void a_run_waits_for_an_endpoint_that_is_away_and_delivers_each_row_once() throws Exception {
    Path out = folder.resolve("blocked");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions() // Files come and go.
        .until(
            () ->
                files(folder.resolve("resuming")).stream()
                    .filter(path -> path.endsWith("state.json"))
                    .anyMatch(path -> end(path) == 20));
    Files.delete(out);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions() // Files come and go.
        .until(
            () ->
                Files.isDirectory(out)
                    && files(out).stream().anyMatch(path -> path.toString().endsWith("json")));

    Path beside =
        files(out).stream().filter(path -> path.toString().endsWith("json")).findFirst().get();
    Path file = Path.of(beside.toString().replace(".manifest.json", ""));
    JsonNode manifest = manifest(Files.readString(beside), Files.readAllBytes(file));
    assertThat(manifest.path("rows").asInt()).isEqualTo(20);
    assertThat(Files.readAllLines(file).subList(1, 21)).doesNotHaveDuplicates();
    assertThat(file.getFileName())
        .hasToString("snapshot-" + manifest.path("runId").asText() + ".csv");
  }

  @Test
  void a_run_without_rows_is_a_file_with_a_header_line() throws Exception {
    Path file = folder.resolve("audiences/nobody.csv");
    awaitFile(folder.resolve("audiences/nobody.csv.manifest.json"));

    assertThat(Files.readString(file)).isEqualTo("customer_id,email,_record_id\n");
    JsonNode manifest =
        manifest(
            Files.readString(folder.resolve("audiences/nobody.csv.manifest.json")),
            Files.readAllBytes(file));
    assertThat(manifest.path("rows").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void values_have_the_forms_that_the_result_of_a_query_has(String format) throws Exception {
    Exchange text = routes.send("direct:text-" + format, null, Map.of());
    assertThat(text.getException()).isNull();
    assertThat(routes.send("direct:file-" + format, null, Map.of()).getException()).isNull();

    assertThat(folder.resolve("audiences/values." + format))
        .content()
        .isEqualTo(text.getMessage().getBody(String.class));
  }

  private static int end(Path state) {
    try {
      return Rest.JSON.readTree(state.toFile()).path("end").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
