// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Starts a process of a test class with the connection {@code local}, and reads in that process
 * what it was started with. Stateless.
 */
final class ProcessToKill {

  private ProcessToKill() {}

  /**
   * Starts a process, which ends with this one at the latest.
   *
   * @param main has the main method
   * @param folder for its settings and its log
   * @param settings besides those of the connection
   */
  static Process launch(
      Class<?> main,
      Path folder,
      Workspace workspace,
      Map<String, String> settings,
      String... jvmFlags)
      throws IOException {
    Properties all = connection(workspace);
    all.putAll(settings);
    String name = main.getSimpleName() + "-" + UUID.randomUUID();
    Path file = folder.resolve(name + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Duser.timezone=UTC"));
    command.addAll(List.of(jvmFlags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), main.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve(name + ".err").toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  /** The settings of the connection {@code local}. */
  static Properties connection(Workspace workspace) {
    Properties settings = new Properties();
    String connection = "databricks.connections.local.";
    settings.put(connection + "host", workspace.host().toString());
    settings.put(connection + "httpPath", workspace.httpPath());
    settings.put(connection + "clientId", workspace.clientId());
    settings.put(connection + "clientSecret", workspace.clientSecret());
    return settings;
  }

  /** What this process was started with. */
  static Properties settings(String[] arguments) throws IOException {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      settings.load(file);
    }
    return settings;
  }

  /** A context that has not started, with these settings. */
  static DefaultCamelContext context(Properties settings) {
    DefaultCamelContext camel = new DefaultCamelContext();
    settings
        .stringPropertyNames()
        .forEach(
            key ->
                camel.getPropertiesComponent().addOverrideProperty(key, settings.getProperty(key)));
    return camel;
  }

  /** Rows of a line that a process printed; 0 where it reports none. */
  static long delivered(String line) {
    return line.startsWith("DELIVERED ") ? Long.parseLong(line.substring(10)) : 0;
  }
}
