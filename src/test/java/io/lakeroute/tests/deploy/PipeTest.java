// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.KafkaBroker;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Workspace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Pipes of {@code deploy/camel-k} run as the operator of Camel K would have them run. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class PipeTest {

  private static EmbeddedPostgres postgres;

  @TempDir private Path root;
  private final LocalWorkspace workspace;

  PipeTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) throws IOException {
    postgres = EmbeddedPostgres.start();
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS
            SELECT id AS lead_id, timestamp_seconds(1700000000 + id) AS updated_at, id / 10D AS bread FROM range(5)
            """
                .formatted(workspace.name("leads")));
  }

  @AfterAll
  static void end() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void mount() throws IOException {
    new MountedFolder(
        root.resolve("run/secrets/databricks"),
        Map.of("clientSecret", workspace.access().clientSecret()));
    new MountedFolder(root.resolve("run/secrets/store"), Map.of("password", "any"));
  }

  @Test
  void an_import_goes_to_files() throws Exception {
    try (PipeApplication pipe = start("import.yaml", Map.of())) {
      Path leads = root.resolve("var/lib/lakeroute/leads");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(leads).isDirectoryContaining("glob:**.jsonl"));

      try (Stream<Path> files = Files.list(leads)) {
        Path file = files.filter(f -> f.toString().endsWith(".jsonl")).findFirst().orElseThrow();
        assertThat(file).content().hasLineCount(5).contains("\"lead_id\":4");
      }
      assertThat(pipe.camelContext().getEndpoints())
          .as("a mounted setting reaches the Kamelet that leaves it out")
          .anyMatch(endpoint -> endpoint.getEndpointUri().matches("databricks:.*Europe.*Berlin.*"));
    }
  }

  @Test
  void a_sync_goes_to_a_topic() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(root);
        PipeApplication pipe =
            start("sync.yaml", Map.of(), text -> text.replace("kafka:9092", kafka.address()))) {
      assertThat(kafka.records("leads", 5))
          .as("a record for each row, with its key")
          .allSatisfy(
              record ->
                  assertThat(record.value())
                      .contains("\"lead_id\":" + record.key() + ",", "\"_change_type\""))
          .extracting(ConsumerRecord::key)
          .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
      assertThat(pipe.camelContext().getStatus().isStarted()).isTrue();
    }
  }

  @Test
  void members_of_a_segment_become_a_table() throws Exception {
    new MountedFolder(
        root.resolve("etc/lakeroute/segments"),
        Map.of(
            "shop.model.yaml",
            """
            model: shop
            zone: UTC
            population: customers
            sources:
              customers: {table: %s, key: lead_id, fields: {bread: bread}}
            """
                .formatted(workspace.name("leads")),
            "bread-lovers.segment.yaml",
            """
            segment: bread-lovers
            model: shop
            rules: {combinator: and, rules: [{field: customers.bread, operator: ">=", value: 0.2}]}
            """));
    Map<String, String> staging = new HashMap<>();
    staging.put("camel.kamelet.databricks-segment-source.frequency", "once");
    workspace
        .bucket()
        .staging("pipe")
        .forEach((key, value) -> staging.put("databricks.connections.default." + key, value));
    try (PipeApplication pipe = start("audience.yaml", staging)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(
                          workspace
                              .statements()
                              .run("SHOW TABLES LIKE 'lakeroute_user_*'")
                              .toString())
                      .contains("bread"));

      assertThat(pipe.camelContext().getStatus().isStarted()).isTrue();
    }
  }

  private PipeApplication start(String file, Map<String, String> changes) throws Exception {
    return start(file, changes, UnaryOperator.identity());
  }

  private PipeApplication start(
      String file, Map<String, String> changes, UnaryOperator<String> local) throws Exception {
    Workspace access = workspace.access();
    String connection = "databricks.connections.default.";
    Map<String, String> settings = new HashMap<>();
    settings.put(connection + "host", access.host().toString());
    settings.put(connection + "warehouseId", access.warehouseId());
    settings.put(connection + "clientId", access.clientId());
    settings.put(connection + "catalog", access.catalog());
    settings.put("databricks.store.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put("databricks.store.username", "postgres");
    settings.putAll(changes);
    return new PipeApplication(
        root,
        file,
        text ->
            local.apply(
                text.replace("main.crm.leads", workspace.name("leads"))
                    .replace("schema: crm", "schema: " + access.schema())
                    .replace("frequency: hourly", "frequency: once")),
        settings);
  }
}
