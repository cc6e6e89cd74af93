// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The image that {@code mvn -Pmatrix} builds, as {@code docker load} takes it. Immutable.
 *
 * @param config user, entry point, environment
 * @param layers the compressed archive of each, from the bottom
 */
record ImageFiles(JsonNode config, List<byte[]> layers) {

  /** Takes an entry of a layer with its content. */
  interface Entry {
    void take(TarArchiveEntry entry, InputStream content) throws IOException;
  }

  static ImageFiles read(Path tar) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (TarArchiveInputStream archive =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
      for (TarArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
        files.put(entry.getName(), archive.readAllBytes());
      }
    }
    JsonNode manifest = Rest.JSON.readTree(files.get("manifest.json")).get(0);
    List<byte[]> layers = new ArrayList<>();
    manifest.path("Layers").forEach(layer -> layers.add(files.get(layer.asText())));
    return new ImageFiles(
        Rest.JSON.readTree(files.get(manifest.path("Config").asText())).path("config"), layers);
  }

  /** Each entry of all layers, in order. */
  void each(Entry visitor) throws IOException {
    for (byte[] layer : layers) {
      try (TarArchiveInputStream archive =
          new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
        for (TarArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
          visitor.take(entry, archive);
        }
      }
    }
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    config.path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
