package io.lakeroute.tests.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs what {@code docs/delivery-file.part.md} shows: {@code databricks-delivery-file-sink} behind
 * a segment and behind sources of a user's own, in front of a folder, an SFTP server and S3.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryFilesTest {

  private static final Path PAGE = Path.of("../../docs/delivery-file.part.md");
  private static final Path KAMELET =
      Path.of("../../kamelet-catalog/databricks-delivery-file-sink.kamelet.yaml");

  private static final String VALUES =
      "SELECT 1 AS id, 'a,b' AS text, '' AS empty, CAST(NULL AS STRING) AS nothing, CAST(1.5 AS DECIMAL(10,2)) AS money,"
          + " CAST(0.1 AS FLOAT) AS single, CAST('NaN' AS DOUBLE) AS nan, 1e300 AS large, CAST(2e-5 AS DOUBLE) AS small, true AS flag,"
          + " DATE'0001-01-01' AS day, TIMESTAMP'2026-03-29T00:59:59.120Z' AS at, TIMESTAMP'2026-03-29T01:00:00.000001Z' AS micro,"
          + " TIMESTAMP_NTZ'2026-03-29 02:30:00' AS local, X'00ff' AS bytes, array(1, NULL) AS list, map('k', DATE'2026-01-01') AS map,"
          + " named_struct('a', 1, 'at', TIMESTAMP'2026-01-01T00:00:00Z') AS struct";

  @TempDir static Path folder;

  private final LocalWorkspace workspace;
  private final GuidePage guide;
  private final Bucket bucket;
  private SftpServer sftp;
  private Application application;

  DeliveryFilesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.guide = new GuidePage(PAGE, workspace);
    this.bucket = workspace.bucket();
  }

  @BeforeAll
  void start() throws Exception {
    SegmentShop.fill(workspace);
    SegmentShop.write(workspace, folder);
    sftp = SftpServer.start(folder);
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    Path routes = folder.resolve("shown.camel.yaml");
    Files.writeString(routes, here(String.join("", guide.blocks("yaml"))));
    Path resuming = Files.writeString(folder.resolve("resuming.camel.yaml"), resuming());
    settings.put("camel.main.routesIncludePattern", "file:" + routes + ",file:" + resuming);
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    GuidePage.properties(guide.block("properties", "aws2-s3"))
        .forEach((name, value) -> settings.put(name.toString(), value.toString()));
    // The first place that the SDK looks for keys in.
    System.setProperty("aws.accessKeyId", bucket.accessKey());
    System.setProperty("aws.secretAccessKey", bucket.secretKey());
    settings.put("camel.component.aws2-s3.region", bucket.region());
    settings.put("camel.component.aws2-s3.overrideEndpoint", "true");
    settings.put("camel.component.aws2-s3.uriEndpointOverride", bucket.endpoint().toString());
    settings.put("camel.component.aws2-s3.forcePathStyle", "true");
    settings.put("partner.host", sftp.address());
    settings.put("partner.key", sftp.key().toString());
    settings.put("partner.knownHosts", sftp.knownHosts().toString());
    settings.put("partner.password", SftpServer.PASSWORD);
    application = Application.start(settings);
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

  @AfterAll
  void stop() {
    application.close();
    sftp.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private String here(String yaml) {
    return yaml.replace("file:segments/", "file:" + folder.toAbsolutePath() + "/")
        .replace("timeOfDay: \"02:30\"", "frequency: once")
        .replace("/srv/audiences", folder.resolve("audiences").toString())
        .replace("aws2-s3:my-bucket", "aws2-s3:" + bucket.name())
        .replace(
            "uri: kamelet:databricks-delivery-file-sink\n            parameters:\n",
            "uri: kamelet:databricks-delivery-file-sink\n            parameters:\n              directory: %s\n"
                .formatted(folder.resolve("parts")))
        .replace("fileName=news.csv", "fileName=news.csv&directory=" + folder.resolve("parts"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The manifest of a file, which it fits. */
  private static JsonNode manifest(String json, byte[] file) throws Exception {
    JsonNode manifest = Rest.JSON.readTree(json);
    assertThat(manifest.path("bytes").asInt()).isEqualTo(file.length);
    assertThat(manifest.path("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    return manifest;
  }

  private static void awaitFile(Path file) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
  }

  private Exchange send(String uri, Object body, Map<String, Object> headers) {
    return application
        .camelContext()
        .createProducerTemplate()
        .send(
            uri,
            exchange -> {
              exchange.getMessage().setBody(body);
              exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
  }

  @Test
  void the_page_lists_every_option_of_the_kamelet() throws IOException {
    new FlowOptions(PAGE, KAMELET, Path.of(""), "").assertListed();
  }

  @Test
  void a_segment_becomes_a_file_in_a_folder_with_its_manifest_behind_it() throws Exception {
    Path bread = folder.resolve("audiences/bread");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.isDirectory(bread) && files(bread).size() == 2);

    Path file = files(bread).get(0);
    Path beside = files(bread).get(1);
    assertThat(beside.getFileName().toString()).isEqualTo(file.getFileName() + ".manifest.json");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("email,id");
    assertThat(lines.subList(1, lines.size()))
        .containsExactlyInAnyOrder(expected().toArray(String[]::new));
    JsonNode manifest = manifest(Files.readString(beside), Files.readAllBytes(file));
    assertThat(manifest.path("rows").asInt()).isEqualTo(expected().size());
    assertThat(manifest.path("columns")).hasToString("[\"email\",\"id\"]");
    assertThat(file.getFileName()).hasToString(manifest.path("runId").asText() + ".csv");
    assertThat(names(manifest)).isEqualTo(names(Rest.JSON.readTree(guide.block("json", "runId"))));
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
    Exchange text = send("direct:text-" + format, null, Map.of());
    assertThat(text.getException()).isNull();
    assertThat(send("direct:file-" + format, null, Map.of()).getException()).isNull();

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

  /** What the segment is, by SQL of its own. */
  private List<String> expected() {
    return workspace
        .statements()
        .run(
            """
            SELECT concat(email, ',', customer_id) FROM %s c WHERE customer_id %% 2 = 0 AND customer_id / 20D >= 0.5
              AND coalesce(tier, '') <> 'gold' AND (SELECT count(*) FROM %s t WHERE household_id = customer_id AND product_id = 0) >= 2
            """
                .formatted(workspace.name("customers"), workspace.name("transactions")))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void arms_become_objects_in_s3() throws Exception {
    for (String arm : List.of("facebook", "tiktok")) {
      for (int index = 0; index < 2; index++) {
        Map<String, Object> headers =
            Map.of(
                "CamelDatabricksRunKey", "acme/journey/bundle",
                "CamelDatabricksRunId", "run-1",
                "CamelDatabricksBatchIndex", index,
                "CamelDatabricksRunComplete", index == 1,
                "CamelLakerouteArm", arm,
                "CamelAwsS3Key", "leaks",
                "CamelAwsS3BucketName", "elsewhere");
        Object rows = List.of(Map.of("id", index, "arm", arm));
        assertThat(send("direct:arm", rows, headers).getException()).isNull();
      }
    }

    for (String arm : List.of("facebook", "tiktok")) {
      byte[] object = object("audiences/" + arm + "/run-1.jsonl.gz");
      assertThat(
              Rest.JSON
                  .readerFor(JsonNode.class)
                  .readValues(new GZIPInputStream(new ByteArrayInputStream(object)))
                  .readAll())
          .extracting(row -> ((JsonNode) row).path("arm").asText())
          .containsExactly(arm, arm);
      JsonNode manifest =
          manifest(
              new String(object("audiences/" + arm + "/run-1.jsonl.gz.manifest.json"), UTF_8),
              object);
      assertThat(manifest.path("arm").asText()).isEqualTo(arm);
    }
  }

  private byte[] object(String key) {
    try (S3Client s3 = bucket.client()) {
      return s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key(key)).asByteArray();
    }
  }

  @Test
  void a_file_gets_to_a_server_by_sftp_and_again_under_the_same_name() throws Exception {
    Map<String, Object> headers =
        Map.of("CamelDatabricksRunId", "leads-1", "CamelDatabricksFlow", "leads");
    for (int i = 1; i <= 2; i++) {
      String rows = "{\"id\":%d}\n".formatted(i);
      assertThat(send("direct:leads", rows, headers).getException()).isNull();

      Path file = sftp.inbox().resolve("leads-leads-1.csv");
      assertThat(file).hasContent("id\n" + i);
      JsonNode manifest =
          manifest(
              Files.readString(sftp.inbox().resolve("leads-leads-1.csv.manifest.json")),
              Files.readAllBytes(file));
      assertThat(manifest.path("rows").asInt()).isEqualTo(1);
    }
    assertThat(files(sftp.inbox())).noneMatch(path -> path.toString().contains("uploading"));
  }

  @Test
  void a_timer_and_a_route_of_the_users_own_are_a_source_and_an_endpoint_as_well()
      throws Exception {
    Path file = sftp.inbox().resolve("news.csv");
    awaitFile(sftp.inbox().resolve("news.csv.manifest.json"));

    assertThat(file).hasContent("id,name\n1,Zoë\n2,");
    manifest(
        Files.readString(sftp.inbox().resolve("news.csv.manifest.json")), Files.readAllBytes(file));
  }
}
