// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;

/** The flows and their settings as they are shipped; stateless. */
final class FlowFiles {

  private FlowFiles() {}

  /** Starts the routes of some flows, but those that need a server. */
  static DefaultCamelContext start(
      RecordingDatabricks databricks, Properties settings, String... files) throws Exception {
    return HostileTexts.start(databricks, settings, yaml(files).toString());
  }

  /** The routes of some flows, but those that need a server. */
  static ArrayNode yaml(String... files) throws IOException {
    ArrayNode yaml = new YAMLMapper().createArrayNode();
    for (String file : files) {
      for (JsonNode part : new YAMLMapper().readTree(Path.of(file).toFile())) {
        if (!part.has("rest")) { // needs a server
          yaml.add(part);
        }
      }
    }
    return yaml;
  }

  /** All settings, with values for those that have none and need one. */
  static Properties settings() {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
      settings.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    settings.put("lakeroute.rest.apiKeys", "test=" + "0".repeat(64));
    return settings;
  }
}
