package org.example.leads;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Databricks-compatible workspace in a process of its own, for the tests of a class. */
final class LocalWorkspace implements BeforeAllCallback, AfterAllCallback {

  private final List<String> options;
  private Path folder;
  private Process process;

  /**
   * @param options of the program, such as {@code --load main.crm=src/test/data}
   */
  LocalWorkspace(String... options) {
    this.options = List.of(options);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "workspace-");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("local.workspace")));
    command.addAll(List.of("--dir", folder.toString(), "--port", "0"));
    command.addAll(options);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    BufferedReader output = process.inputReader();
    StringBuilder printed = new StringBuilder();
    for (String line = ""; !line.startsWith("READY"); printed.append(line).append('\n')) {
      line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("The local workspace has ended: " + printed);
      }
    }
    // Nobody reads what it prints from here on; unread, it would stop the process.
    Thread rest = new Thread(() -> output.lines().forEach(line -> {}));
    rest.setDaemon(true);
    rest.start();
  }

  /** The settings of the connection {@code default}. */
  Properties connection() throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(folder.resolve("workspace.properties"))) {
      properties.load(file);
    }
    return properties;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    process.destroy();
    process.waitFor();
  }
}
