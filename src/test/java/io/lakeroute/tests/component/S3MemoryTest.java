// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.staging.objects.ObjectUpload;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The heap that an upload needs does not depend on how much is uploaded. */
@Tag("matrix")
class S3MemoryTest extends S3StagingFixture {
  private static final int MEGABYTES = 200;
  private static final String HEAP = "-Xmx64m";

  S3MemoryTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void uploads_200_MB_in_a_heap_of_64_MB() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(S3MemoryTest.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    keys().forEach((key, value) -> builder.environment().put("KEY_" + key, value));
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(
              s3.headObject(r -> r.bucket(bucket.name()).key(FOLDER + "/memory/part"))
                  .contentLength())
          .isEqualTo(MEGABYTES * 1_000_000L);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The upload, in a process of its own. */
  public static void main(String[] args) throws IOException {
    Map<String, String> keys = new HashMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("KEY_")) {
                keys.put(name.substring("KEY_".length()), value);
              }
            });
    byte[] chunk = new byte[10_000];
    try (StagingConnection staging = StagingConnection.open(keys);
        ObjectUpload upload = staging.store().upload("memory/part")) {
      for (int i = 0; i < MEGABYTES * 100; i++) {
        chunk[i % chunk.length]++;
        upload.write(chunk);
      }
      upload.complete();
    }
  }
}
