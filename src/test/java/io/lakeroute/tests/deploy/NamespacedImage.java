// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.Processes;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The files of an image as the root of a process, read-only, in a mount namespace of its own and
 * with the user, entry point and environment that the image names. For one test.
 */
final class NamespacedImage implements AutoCloseable {

  private static final String KEY = "a-key-that-only-tests-know";

  /** Arguments: the root, the JDK, user and group, then the command. */
  private static final String RUN =
      """
      set -e
      root=$1; jdk=$2; user=$3; shift 3
      mkdir -p $root/proc $root/dev $root/tmp $root/jdk $root/data $root/var/lib/lakeroute
      chown -R $user $root/data
      mount --make-rprivate /
      mount --bind $root $root
      for shared in /usr /lib /lib64 /etc/java-* /etc/ssl; do
        if [ -d $shared ]; then mkdir -p $root$shared; mount --bind $shared $root$shared; fi
      done
      mount --rbind /dev $root/dev
      mount --bind $jdk $root/jdk
      mount -t proc proc $root/proc || mount --rbind /proc $root/proc
      mount --bind $root/data $root/var/lib/lakeroute
      mount -t tmpfs -o mode=1777 tmpfs $root/tmp
      mount -o remount,bind,ro $root
      chroot --userspec=$user $root /usr/bin/touch /app/x || echo app is read-only
      exec chroot --userspec=$user $root /usr/bin/env --chdir=/var/lib/lakeroute "$@"
      """;

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private NamespacedImage(Process process, Path log, int port, int managementPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Whether this process may make a mount namespace and mount in it. */
  static boolean possible() throws IOException, InterruptedException {
    if (!Programs.found("unshare") || !Programs.found("chroot")) {
      return false;
    }
    Process tried =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && [ $(id -u) = 0 ]")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return tried.waitFor() == 0;
  }

  static NamespacedImage start(Path root, ImageFiles image) throws IOException {
    int port = Processes.freePort();
    int managementPort = Processes.freePort();
    Path settings = Files.createDirectories(root.resolve("etc/lakeroute"));
    Files.writeString(
        settings.resolve("application.properties"),
        """
        camel.main.routesIncludePattern = classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:snapshot-import.camel.yaml
        camel.server.port = %d
        camel.management.port = %d
        lakeroute.import.table = main.crm.leads
        lakeroute.import.frequency = cron
        lakeroute.import.cron = 0 0 0 1 1 ? 2099
        databricks.connections.default.host = dbc-12345678-9abc.cloud.databricks.com
        databricks.connections.default.warehouseId = 1234567890abcdef
        databricks.connections.default.clientId = 8f6c2a41-0f5e-4a7e-9a7e-1d2c3b4a5f60
        databricks.connections.default.clientSecretFile = /run/secrets/databricks/clientSecret
        lakeroute.rest.apiKeys = tests=%s
        """
            .formatted(port, managementPort, Application.sha256(KEY)));
    Path log = root.resolveSibling("log");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", RUN, "sh"));
    command.add(root.toRealPath().toString());
    command.add(Path.of(System.getProperty("java.home")).toRealPath().toString());
    command.add(image.config().path("User").asText());
    command.addAll(image.texts("Env"));
    command.add("/jdk/bin/java");
    List<String> entry = image.texts("Entrypoint");
    command.addAll(entry.subList(1, entry.size()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    NamespacedImage running = new NamespacedImage(process, log, port, managementPort);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !process.isAlive() || running.log().contains(" started in "));
    if (!process.isAlive()) {
      throw new IllegalStateException(running.log());
    }
    return running;
  }

  /** Asked on an address that a server on 127.0.0.1 would not answer. */
  int health() {
    return status("http://127.0.0.2:" + managementPort + "/observe/health/live");
  }

  int get(String path) {
    return status("http://127.0.0.2:" + port + path);
  }

  private static int status(String url) {
    return new Rest(Map.of("X-API-Key", KEY)).get(URI.create(url)).status();
  }

  /** The user id of the process. */
  String user() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> line.split("\\s+")[1])
        .collect(Collectors.joining());
  }

  String log() {
    return Manifests.text(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
