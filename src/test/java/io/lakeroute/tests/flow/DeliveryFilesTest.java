// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static io.lakeroute.tests.flow.DeliveredFiles.awaitFile;
import static io.lakeroute.tests.flow.DeliveredFiles.files;
import static io.lakeroute.tests.flow.DeliveredFiles.manifest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs what {@code docs/delivery.md} shows: {@code databricks-delivery-file-sink} behind a segment
 * and behind sources of a user's own, in front of a folder, an SFTP server and S3.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryFilesTest {

  private static final Path PAGE = Path.of("../../docs/delivery.md");

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
    Files.writeString(
        routes,
        here(
            guide.blocks("yaml").stream()
                .filter(block -> block.contains("databricks-delivery-file-sink"))
                .collect(Collectors.joining())));
    settings.put("camel.main.routesIncludePattern", "file:" + routes);
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
