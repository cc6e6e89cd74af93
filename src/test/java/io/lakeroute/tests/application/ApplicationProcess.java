// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged application in a process of its own, as a user starts it, on free ports; what it
 * prints is kept beside its properties. Safe for threads.
 */
public final class ApplicationProcess implements AutoCloseable {
  private static final Path JAR = Path.of("../../routes/target/lakeroute.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String API_KEY = "the-key-that-only-tests-know";

  private final Process process;
  private final Path output;
  private final int port;
  private final int managementPort;

  private ApplicationProcess(Process process, Path output, int port, int managementPort) {
    this.process = process;
    this.output = output;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts without waiting. */
  public static ApplicationProcess launch(
      String name, Map<String, String> properties, String... jvmFlags) {
    int port = Processes.freePort();
    int managementPort = Processes.freePort();
    Map<String, String> all = new HashMap<>();
    all.put("camel.server.port", String.valueOf(port));
    all.put("camel.management.port", String.valueOf(managementPort));
    all.put("lakeroute.rest.apiKeys", "tests=" + Application.sha256(API_KEY));
    all.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    all.putAll(properties);
    Path folder = Path.of("target", "application");
    Path file = folder.resolve(name + ".properties");
    Path output = folder.resolve(name + ".out");
    List<String> command = Processes.java("test.jvm");
    command.addAll(List.of(jvmFlags));
    command.add("-Dcamel.main.override-properties-location=file:" + file.toAbsolutePath());
    command.addAll(List.of("-jar", JAR.toString()));
    try {
      Files.createDirectories(folder);
      try (Writer writer = Files.newBufferedWriter(file)) {
        var java = new Properties();
        java.putAll(all);
        java.store(writer, null);
      }
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ApplicationProcess(process, output, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts and waits until it serves requests. */
  public static ApplicationProcess start(
      String name, Map<String, String> properties, String... jvmFlags) {
    ApplicationProcess application = launch(name, properties, jvmFlags);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> application.ready() || !application.process.isAlive());
    if (!application.ready()) {
      throw new IllegalStateException("The application did not start:\n" + application.output());
    }
    return application;
  }

  private boolean ready() {
    return output()
        .lines()
        .anyMatch(line -> line.contains("Apache Camel") && line.contains(" started in "));
  }

  /** Waits for the process to end by itself, and gives its exit code. */
  public int awaitExit() {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("The application did not end:\n" + output());
  }

  /** Ends it as SIGKILL does, once it has printed a text. */
  public void killAfter(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> output().contains(text) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("The application ended by itself:\n" + output());
    }
    kill();
  }

  /** Ends it as SIGKILL does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks as a caller with a valid key. */
  public Rest.Reply get(String path) {
    return new Rest(Map.of("X-API-Key", API_KEY)).get(url(path));
  }

  /** A request of a caller with a valid key. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path)).header("X-API-Key", API_KEY);
  }

  /** Posts nothing, as a caller with a valid key. */
  public Rest.Reply post(String path) {
    return new Rest(Map.of("X-API-Key", API_KEY)).post(url(path), Map.of());
  }

  /** Posts a value, as a caller with a valid key. */
  public Rest.Reply post(String path, Object json) {
    return new Rest(Map.of("X-API-Key", API_KEY)).post(url(path), json);
  }

  public URI managementUrl(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  /** The command of the process, with its arguments. */
  public String commandLine() {
    return process.info().commandLine().orElseThrow();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}
