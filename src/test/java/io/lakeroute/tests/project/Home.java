// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The home of a user who has never seen Lakeroute: an empty local repository, which Maven fills
 * from the tests' own and from Central. Safe for threads.
 */
record Home(Path folder) {

  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final Path RESOURCES = Path.of("resources", "project").toAbsolutePath();

  private static final String SETTINGS =
      """
      <settings>
        <profiles><profile><id>filled</id>
          <repositories><repository><id>filled</id><url>%1$s</url>
            <releases><checksumPolicy>ignore</checksumPolicy></releases></repository></repositories>
          <pluginRepositories><pluginRepository><id>filled</id><url>%1$s</url>
            <releases><checksumPolicy>ignore</checksumPolicy></releases></pluginRepository></pluginRepositories>
        </profile></profiles>
        <activeProfiles><activeProfile>filled</activeProfile></activeProfiles>
      </settings>
      """;

  /** What a command printed, both streams, and its exit code. */
  record Ended(int code, String output) {}

  static Home create(Path folder) throws IOException {
    Path home = folder.toAbsolutePath();
    Files.createDirectories(home.resolve(".m2"));
    // Ends Maven's search for the settings of a build, which those of this checkout lie above.
    Files.createDirectories(home.resolve(".mvn"));
    // Surefire says which repository is the tests' own.
    String filled =
        System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    Files.writeString(
        home.resolve(".m2/settings.xml"), SETTINGS.formatted(Path.of(filled).toUri().toString()));
    return new Home(home);
  }

  /** Puts the command {@code camel} on the path. */
  void installCamelCli() {
    Path pom = folder.resolve("camel-cli/pom.xml");
    try {
      Files.createDirectories(pom.getParent());
      Files.createDirectories(folder.resolve("bin"));
      Files.copy(RESOURCES.resolve("camel-cli.pom.xml"), pom, StandardCopyOption.REPLACE_EXISTING);
      Ended resolved =
          run(
              pom.getParent(),
              "mvn -q dependency:build-classpath -Dmdep.outputFile=classpath"
                  + " && printf '#!/bin/sh\\nexec java -cp %s %s \"$@\"\\n' \"$(cat classpath)\" '"
                  + RESOURCES.resolve("CamelCli.java")
                  + "' > ../bin/camel && chmod +x ../bin/camel");
      if (resolved.code() != 0) {
        throw new IllegalStateException("The Camel CLI cannot be had:\n" + resolved.output());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a script as this user, and waits for its end; what it started ends with it. */
  Ended run(Path where, String script) {
    Path output = folder.resolve("output-" + System.nanoTime() + ".txt");
    Process process = start(where, script, output);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("Has not ended: " + script + "\n" + read(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      stop(process);
    }
    return new Ended(process.exitValue(), read(output));
  }

  /** Starts a script as this user. */
  Process start(Path where, String script, Path output) {
    ProcessBuilder bash =
        new ProcessBuilder(List.of("bash", "-c", script))
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    bash.environment().put("HOME", folder.toString());
    bash.environment().put("JDK_JAVA_OPTIONS", "-Duser.home=" + folder);
    bash.environment().remove("MAVEN_OPTS");
    bash.environment()
        .merge(
            "PATH",
            folder.resolve("bin").toString(),
            (path, bin) -> bin + File.pathSeparator + path);
    try {
      Process process = bash.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a script and all that it started. */
  static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /** What was printed, without colors. */
  static String read(Path output) {
    try {
      return Files.readString(output).replaceAll("\u001b\\[[0-9;]*m", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
