// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.tests.application.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged application with the files and the environment that a pod of {@code
 * deploy/kubernetes} has, below a folder in the place of the root. For one test.
 */
final class Pod implements AutoCloseable {

  private static final Path JAR = Path.of("../../routes/target/lakeroute.jar");

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private Pod(Process process, Path log, int port, int managementPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param settings the files of the ConfigMap; their paths lead below the root
   * @param more variables of the environment
   */
  static Pod start(
      Path root, List<ObjectNode> resources, Map<String, String> settings, Map<String, String> more)
      throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    settings.forEach((name, text) -> files.put(name, below(root, text)));
    MountedFolder mounted = new MountedFolder(root.resolve("etc/lakeroute"), files);
    Path data = Files.createDirectories(root.resolve("var/lib/lakeroute")).toAbsolutePath();
    Path log = root.resolve("log").toAbsolutePath();
    int port = Processes.freePort();
    int managementPort = Processes.freePort();
    Map<String, String> environment = new HashMap<>(ofContainer(resources));
    environment.putAll(ofImage());
    environment.replaceAll((name, value) -> below(root, value));
    environment.putAll(more);
    List<String> command = Processes.java("test.jvm");
    command.add("-Dcamel.server.port=" + port);
    command.add("-Dcamel.management.port=" + managementPort);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Pod pod = new Pod(process, log, port, managementPort);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !process.isAlive() || pod.log().contains(" started in "));
    if (!process.isAlive()) {
      throw new IllegalStateException(mounted + ":\n" + pod.log());
    }
    return pod;
  }

  /** Values of Secrets are the test's to give. */
  private static Map<String, String> ofContainer(List<ObjectNode> resources) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable :
        Manifests.find(resources, "Deployment/lakeroute")
            .at("/spec/template/spec/containers/0/env")) {
      if (variable.has("value")) {
        environment.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    return environment;
  }

  /** As routes/pom.xml declares it; {@link ImageTest} finds it in the image. */
  static Map<String, String> ofImage() {
    Map<String, String> environment = new HashMap<>();
    String pom = Manifests.text(Manifests.ROOT.resolve("routes/pom.xml"));
    String declared = pom.substring(pom.indexOf("<environment>"), pom.indexOf("</environment>"));
    for (String line : declared.lines().skip(1).map(String::strip).toList()) {
      int end = line.indexOf('>');
      if (end > 0) {
        environment.put(line.substring(1, end), line.substring(end + 1, line.lastIndexOf('<')));
      }
    }
    return environment;
  }

  /** A text whose paths in the pod lead below a folder. */
  static String below(Path root, String text) {
    String folder = root.toAbsolutePath().normalize().toString();
    return text.replaceAll(
        "(?<![\\w/])/(etc/lakeroute|run/secrets|var/lib/lakeroute)\\b", folder + "/$1");
  }

  /** Settings of the ConfigMap, with some of them changed. */
  static String changed(String settings, Map<String, String> changes) {
    Properties properties = Manifests.properties(settings);
    properties.putAll(changes);
    StringBuilder text = new StringBuilder();
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  String url(String host, String path) {
    return "http://" + host + ":" + port + path;
  }

  String managementUrl(String host, String path) {
    return "http://" + host + ":" + managementPort + path;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
