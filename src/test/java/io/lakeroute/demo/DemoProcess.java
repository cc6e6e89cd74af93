// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Java process of the demo, its output shown under its name; stopped with the demo. Thread-safe.
 */
final class DemoProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean stopping;

  private DemoProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a jar with the JVM that runs the demo.
   *
   * @param readyLine recognises the line of output that says the process serves requests
   */
  static DemoProcess start(
      String name,
      List<String> jvmOptions,
      Path jar,
      List<String> arguments,
      Predicate<String> readyLine,
      PrintStream out)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    DemoProcess started = new DemoProcess(name, process);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, name + "-stop"));
    Thread reader = new Thread(() -> started.show(readyLine, out), name + "-output");
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private void show(Predicate<String> readyLine, PrintStream out) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.printf("%-10s| %s%n", name, line);
        if (readyLine.test(line)) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      // Stopping the process closes its output; there is nothing left to show then.
      if (!stopping) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Waits until the process serves requests. */
  void awaitReady(long timeoutSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!ready.await(200, TimeUnit.MILLISECONDS)) {
      if (!process.isAlive()) {
        throw new DemoException(
            "The "
                + name
                + " stopped before it was ready (exit code "
                + process.exitValue()
                + "); its last lines above say why.");
      }
      if (System.nanoTime() > deadline) {
        throw new DemoException("The " + name + " was not ready after " + timeoutSeconds + " s.");
      }
    }
  }

  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    stopping = true;
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
