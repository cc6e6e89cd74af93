// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Files that were delivered, and their manifests; stateless. */
final class DeliveredFiles {

  private DeliveredFiles() {}

  /** Regular files below a folder, sorted. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The manifest of a file, which it fits. */
  static JsonNode manifest(String json, byte[] file) throws Exception {
    JsonNode manifest = Rest.JSON.readTree(json);
    assertThat(manifest.path("bytes").asInt()).isEqualTo(file.length);
    assertThat(manifest.path("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    return manifest;
  }

  static void awaitFile(Path file) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
  }
}
