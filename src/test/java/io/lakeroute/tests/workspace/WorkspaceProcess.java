// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import io.lakeroute.tests.application.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged local workspace in a process of its own, as a user starts it; what it prints is kept
 * beside its folder. Not safe for use by several threads.
 */
public final class WorkspaceProcess implements AutoCloseable {
  private static final Path JAR = Path.of("../../local-workspace/target/local-workspace.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path dir;
  private final Path output;
  private final Path errors;

  private WorkspaceProcess(Process process, Path dir, Path output, Path errors) {
    this.process = process;
    this.dir = dir;
    this.output = output;
    this.errors = errors;
  }

  /** Starts the jar without waiting, with JVM flags such as {@code -Xmx512m}. */
  public static WorkspaceProcess launch(Path dir, List<String> jvmFlags, String... options) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          "%s is not built: run mvn verify, or mvn -pl local-workspace package"
              .formatted(JAR.normalize()));
    }
    List<String> command = Processes.java("test.workspace.jvm");
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", JAR.toString(), "--dir", dir.toString()));
    command.addAll(List.of(options));
    Path output = dir.resolveSibling(dir.getFileName() + ".out");
    Path errors = dir.resolveSibling(dir.getFileName() + ".err");
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      // A test JVM that is interrupted must not leave its workspace behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new WorkspaceProcess(process, dir, output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the jar on a free port and waits until it is ready. */
  public static WorkspaceProcess start(Path dir, String... options) {
    List<String> all = new ArrayList<>(List.of("--port", "0"));
    all.addAll(List.of(options));
    var workspace = launch(dir, List.of(), all.toArray(String[]::new));
    workspace.awaitReady();
    return workspace;
  }

  public void awaitReady() {
    awaitReady(PATIENCE);
  }

  /** For one that has much to load. */
  public void awaitReady(Duration patience) {
    Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ready() || !process.isAlive());
    if (!ready()) {
      throw new IllegalStateException(
          "The local workspace ended with %d: %s".formatted(process.exitValue(), errors()));
    }
  }

  private boolean ready() {
    return output().lines().anyMatch(line -> line.startsWith("READY"));
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
    throw new IllegalStateException("The local workspace did not end");
  }

  /** Sends SIGSTOP: the system still takes connections for it, and it answers nothing. */
  public void pause() {
    signal("STOP");
  }

  /** Sends SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      String pid = String.valueOf(process.pid());
      int exit = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** The processes that it has started. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  public Workspace workspace(String schema) {
    return Workspace.of(properties(), "main", schema);
  }

  /** What the workspace says about itself. */
  Properties properties() {
    var properties = new Properties();
    try (var in = Files.newInputStream(dir.resolve("workspace.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** The workspace's bucket; starts its S3 server where it does not run. */
  public Bucket bucket() {
    knobs().startS3();
    return Bucket.of(properties());
  }

  public Knobs knobs() {
    return new Knobs(workspace("default").host());
  }

  public String output() {
    return read(output);
  }

  public String errors() {
    return read(errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    terminate();
    awaitExit();
  }
}
