// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged application writes into its log while it delivers files, all at TRACE. */
@ExtendWith(LocalWorkspaceExtension.class)
class DeliveredFilesSecrecyTest {

  private static final String VALUE = "a-value-of-a-row";

  @TempDir private Path folder;
  private final Bucket bucket;
  private final LocalWorkspace workspace;

  DeliveredFilesSecrecyTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.bucket = workspace.bucket();
  }

  @Tag("matrix")
  @Test
  void no_level_of_logging_shows_a_row_or_a_secret_of_an_endpoint() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path out = folder.resolve("out");
    Files.writeString(in.resolve("1.jsonl"), "{\"id\":1,\"name\":\"%s\"}\n".formatted(VALUE));
    Files.writeString(in.resolve("2.jsonl"), "{\"id\":1}\n{\"%s\":%s}\n".formatted(VALUE, VALUE));
    Files.writeString(
        in.resolve("3.jsonl"), "{\"id\":1,\"name\":\"\\ud800 %s\"}\n".formatted(VALUE));
    try (SftpServer sftp = SftpServer.start(folder)) {
      Path routes =
          Files.writeString(
              folder.resolve("secrecy.camel.yaml"),
              """
              - route:
                  from:
                    uri: file:%s
                    parameters: {delay: 100, initialDelay: 0, moveFailed: .failed}
                    steps:
                      - to:
                          uri: kamelet:databricks-delivery-file-sink
                          parameters:
                            endpoint: RAW(sftp:{{partner.host}}/inbox?username=lakeroute&privateKeyFile={{partner.key}}&knownHostsFile={{partner.knownHosts}}&strictHostKeyChecking=yes)
                            fileName: "${file:onlyname.noext}.csv"
                            directory: %s
                      - to:
                          uri: kamelet:databricks-delivery-file-sink
                          parameters:
                            endpoint: aws2-s3:%s
                            fileName: secrecy/${file:onlyname.noext}.csv
                            directory: %s
                      - to:
                          uri: kamelet:databricks-delivery-file-sink
                          parameters:
                            endpoint: file:%s
                            fileName: "${file:onlyname.noext}.csv"
                            directory: %s
              """
                  .formatted(
                      in, folder.resolve("a"), bucket.name(), folder.resolve("b"), out, folder));
      Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
      settings.put("camel.main.routesIncludePattern", "file:" + routes);
      settings.put("databricks.store.directory", folder.resolve("store").toString());
      settings.put("camel.component.aws2-s3.region", bucket.region());
      settings.put("camel.component.aws2-s3.useDefaultCredentialsProvider", "true");
      settings.put("camel.component.aws2-s3.overrideEndpoint", "true");
      settings.put("camel.component.aws2-s3.uriEndpointOverride", bucket.endpoint().toString());
      settings.put("camel.component.aws2-s3.forcePathStyle", "true");
      settings.put("partner.host", sftp.address());
      settings.put("partner.key", sftp.key().toString());
      settings.put("partner.knownHosts", sftp.knownHosts().toString());
      try (ApplicationProcess application =
          ApplicationProcess.start(
              "delivery-trace",
              settings,
              "-DLOG_LEVEL=TRACE",
              "-DCAMEL_LOG_LEVEL=TRACE",
              "-Daws.accessKeyId=" + bucket.accessKey(),
              "-Daws.secretAccessKey=" + bucket.secretKey())) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () -> {
                  assertThat(out.resolve("1.csv.manifest.json")).exists();
                  assertThat(in.resolve(".failed")).isDirectoryContaining("glob:**3.jsonl");
                });

        String log = application.output();
        assertThat(log).contains(" TRACE o.a.c.", " DEBUG ", "Row 2 of the message is not valid");
        for (String secret : List.of(VALUE, bucket.secretKey(), keyOf(sftp))) {
          assertThat(log.lines().filter(line -> line.contains(secret)).findFirst()).isEmpty();
        }
      }
      assertThat(out.resolve("1.csv")).hasContent("id,name\n1," + VALUE);
    }
  }

  /** The longest line of the private key. */
  private static String keyOf(SftpServer sftp) throws IOException {
    return Files.readAllLines(sftp.key()).stream()
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }
}
