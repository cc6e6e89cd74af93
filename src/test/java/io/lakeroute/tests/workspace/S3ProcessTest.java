// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The S3 server as a process beside the workspace: started, ended, killed. */
@Tag("matrix")
class S3ProcessTest {
  @TempDir private Path folder;

  @Test
  void a_second_start_has_the_same_keys_and_objects_and_one_without_the_option_has_none() {
    Path dir = folder.resolve("workspace");
    Bucket before;
    try (var first = WorkspaceProcess.start(dir, "--s3-port", "0")) {
      before = Bucket.of(first.properties());
      try (var s3 = before.client()) {
        s3.putObject(r -> r.bucket("workspace").key("kept.csv"), RequestBody.fromString("id\n"));
      }
      assertThat(first.children())
          .as("the command line of the S3 server")
          .singleElement()
          .satisfies(
              child ->
                  assertThat(child.info().commandLine().orElseThrow())
                      .contains("local-workspace-s3.jar")
                      .doesNotContain(before.secretKey()));
    }
    try (var second = WorkspaceProcess.start(dir, "--s3-port", "0")) {
      var bucket = Bucket.of(second.properties());
      assertThat(bucket.withEndpoint(before.endpoint())).isEqualTo(before);
      try (var s3 = bucket.client()) {
        assertThat(s3.getObjectAsBytes(r -> r.bucket("workspace").key("kept.csv")).asUtf8String())
            .isEqualTo("id\n");
      }
    }
    try (var third = WorkspaceProcess.start(dir)) {
      assertThat(third.properties().stringPropertyNames())
          .noneMatch(name -> name.startsWith("s3."));
      assertThat(third.children()).isEmpty();
      assertThat(
              Rest.anonymous().get(third.workspace("default").url("/local/s3/requests")).status())
          .isEqualTo(404);
    }
  }

  @Test
  void it_ends_with_a_workspace_that_is_stopped_and_one_that_is_killed() {
    for (boolean kill : List.of(false, true)) {
      var workspace = WorkspaceProcess.start(folder.resolve("ends-" + kill), "--s3-port", "0");
      List<ProcessHandle> children = workspace.children();
      assertThat(children).hasSize(1).allMatch(ProcessHandle::isAlive);

      if (kill) {
        workspace.kill();
      } else {
        workspace.terminate();
      }
      workspace.awaitExit();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
      assertThat(workspace.errors()).doesNotContain("S3", "Exception");
    }
  }

  @Test
  void a_taken_port_is_one_clear_line() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      var workspace =
          WorkspaceProcess.launch(
              folder.resolve("taken"), List.of(), "--port", "0", "--s3-port", port);

      assertThat(workspace.awaitExit()).isEqualTo(2);
      assertThat(workspace.errors())
          .isEqualTo(
              "local-workspace: Cannot start the S3 server: port %s on 127.0.0.1 is taken; choose another with --s3-port, or 0 for any free one%n"
                  .formatted(port));
    }
  }

  @Test
  void no_secret_of_a_statement_is_printed_or_kept_in_the_folder() throws IOException {
    Path dir = folder.resolve("secrets");
    String secret = "wJalrXUtnFEMI-K7MDENG";
    try (var workspace = WorkspaceProcess.start(dir, "--s3-port", "0")) {
      var statements = Statements.of(workspace.workspace("default"));
      statements.run("CREATE TABLE t (id BIGINT)");
      var ended =
          statements.execute(
              "COPY INTO t FROM 's3://workspace/x' WITH (CREDENTIAL (AWS_ACCESS_KEY = 'AKIAX', AWS_SECRET_KEY = '%s')) FILEFORMAT = JSON"
                  .formatted(secret),
              Map.of());
      assertThat(ended.toString()).contains("UNAUTHORIZED_ACCESS");
      assertThat(workspace.output() + workspace.errors()).doesNotContain(secret);
      try (var files = Files.walk(dir)) {
        assertThat(files.filter(Files::isRegularFile).filter(file -> holds(file, secret)))
            .isEmpty();
      }
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
