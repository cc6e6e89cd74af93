// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * A Pipe of {@code deploy/camel-k} on camel-main, with the route, the properties and the mounted
 * files that the operator would make of it, below a folder in the place of the root. For one test.
 */
final class PipeApplication implements AutoCloseable {

  private static final String SETTINGS = "secret:lakeroute-settings";

  private final Main main = new Main();

  /**
   * Starts it.
   *
   * @param local puts the test's names in the place of those in the files
   * @param changes settings of the mounted properties
   */
  PipeApplication(Path root, String file, UnaryOperator<String> local, Map<String, String> changes)
      throws Exception {
    UnaryOperator<String> here = text -> Pod.below(root, local.apply(text));
    JsonNode pipe =
        Manifests.parse(here.apply(Manifests.text(Manifests.CAMEL_K.resolve(file)))).get(0);
    String settings = Manifests.text(Manifests.CAMEL_K.resolve("application.properties"));
    MountedFolder mounted =
        new MountedFolder(
            root.resolve("etc/camel/conf.d/_secrets/lakeroute-settings"),
            Map.of("application.properties", Pod.changed(here.apply(settings), changes)));
    if (!pipe.at("/spec/traits/mount/configs/0").asText().equals(SETTINGS)) {
      throw new IllegalStateException("The settings of " + file + " are mounted elsewhere.");
    }
    Properties properties = Pipe.properties(pipe);
    properties.put(
        "camel.component.kamelet.location",
        "file:" + kamelets(root, pipe) + ",classpath:/kamelets");
    properties.put("camel.component.kamelet.no-error-handler", "false");
    properties.put("camel.main.cloud-properties-location", mounted.toString());
    Path route =
        Files.writeString(root.resolve("camel-k-embedded-flow.camel.yaml"), Pipe.route(pipe));
    properties.put("camel.main.routes-include-pattern", "file:" + route.toAbsolutePath());
    Path written = root.resolve("application.properties");
    try (var writer = Files.newBufferedWriter(written)) {
      properties.store(writer, null);
    }
    main.setPropertyPlaceholderLocations("file:" + written.toAbsolutePath());
    try {
      main.start();
    } catch (Exception e) {
      main.stop();
      throw e;
    }
  }

  CamelContext camelContext() {
    return main.getCamelContext();
  }

  /** The operator puts the Kamelets that it finds in the cluster into a ConfigMap. */
  private static MountedFolder kamelets(Path root, JsonNode pipe) throws IOException {
    Map<String, String> files = new HashMap<>();
    for (String end : new String[] {"source", "sink"}) {
      String name = pipe.at("/spec/" + end + "/ref/name").asText();
      if (!name.isEmpty()) {
        files.put(
            name + ".kamelet.yaml",
            Manifests.text(Manifests.KAMELETS.resolve(name + ".kamelet.yaml")));
      }
    }
    return new MountedFolder(root.resolve("etc/camel/kamelets"), files);
  }

  @Override
  public void close() {
    main.stop();
  }
}
