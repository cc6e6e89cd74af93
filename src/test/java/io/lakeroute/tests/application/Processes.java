// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests need for the processes they start. Stateless. */
public final class Processes {

  private Processes() {}

  /**
   * Begins the command that starts a JVM, the tests' own.
   *
   * @param flags the system property that holds its flags, if any, separated by blanks
   */
  public static List<String> java(String flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(System.getProperty(flags, "").split(" "))
        .filter(flag -> !flag.isEmpty())
        .forEach(command::add);
    return command;
  }

  /**
   * The variable of the environment that gives flags to a JVM and to those that it starts.
   *
   * @param flags system properties that hold them, if any
   */
  public static Map<String, String> flags(String... flags) {
    return Map.of(
        "JDK_JAVA_OPTIONS",
        Stream.of(flags)
            .map(property -> System.getProperty(property, ""))
            .collect(Collectors.joining(" ")));
  }

  /** A port that nobody listens on, for now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks a process to end, and ends it where it does not within half a minute. */
  static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
