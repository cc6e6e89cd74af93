// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The S3 server in a process of its own, which ends with this one: it holds the other end of the
 * child's standard input, over which settings and faults go as lines of JSON. Safe for threads.
 */
public final class S3Process implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Process.class);

  private static final int SECONDS_TO_END = 5;

  /**
   * Compiles quickly, and not well; {@code -Dworkspace.s3.jit} is another option, for benchmarks.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private final int port;
  private final S3Keys keys;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private volatile boolean ending;

  private S3Process(int port, S3Keys keys, Process process) {
    this.port = port;
    this.keys = keys;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it without waiting, so that the workspace can start meanwhile.
   *
   * @param folder where objects are kept
   * @param port 0 takes any free one
   */
  public static S3Process launch(Path folder, int port, S3Keys keys) throws IOException {
    PrivateFile.createDirectories(folder);
    var started = new S3Process(port, keys, start());
    // Not on the command line, which other users can list.
    started.send(
        Json.object()
            .put("folder", folder.toString())
            .put("port", port)
            .put("bucket", S3Access.BUCKET)
            .put("accessKey", keys.accessKey())
            .put("secretKey", keys.secretKey()));
    return started;
  }

  private static Process start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            System.getProperty("workspace.s3.jit", QUICK_START),
            "-jar",
            jar().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path jar() throws IOException {
    try {
      var code = S3Process.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return jar(Path.of(code).normalize().getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The server's jar, in a checkout or in a Maven repository.
   *
   * @param folder of the workspace's own jar or classes
   */
  static Path jar(Path folder) throws IOException {
    Path built = folder.resolveSibling("s3-server").resolve("target/local-workspace-s3.jar");
    Path version = folder.getFileName();
    Path kept =
        folder
            .resolveSibling(Path.of("..", "local-workspace-s3").resolve(version))
            .resolve("local-workspace-s3-" + version + ".jar")
            .normalize();
    for (Path jar : List.of(built, kept)) {
      if (Files.exists(jar)) {
        return jar;
      }
    }
    throw new IOException(
        "its jar is at neither %s nor %s; run mvn package in a checkout, or mvn dependency:get -Dartifact=io.lakeroute:local-workspace-s3:%s"
            .formatted(built, kept, version));
  }

  /** Waits until it can be called. */
  public synchronized S3Access await() throws IOException {
    var answer = read();
    if (answer.has("error")) {
      String reason = answer.path("error").asText();
      throw new IOException(
          reason.equals("taken")
              ? "port %d on 127.0.0.1 is taken; choose another with --s3-port, or 0 for any free one"
                  .formatted(port)
              : reason);
    }
    var unused = process.onExit().thenAccept(this::complain);
    return new S3Access("http://127.0.0.1:" + answer.path("port").asInt(), keys);
  }

  /** What happens to the next requests that match it. */
  public void addFault(JsonNode fault) {
    var command = command("add");
    command.set("fault", fault);
    ask(command);
  }

  public void clearFaults() {
    ask(command("clear"));
  }

  /** The last requests: method, path with query, status. */
  public JsonNode requests() {
    return ask(command("list"));
  }

  public void clearRequests() {
    ask(command("forget"));
  }

  private static ObjectNode command(String name) {
    return Json.object().put("do", name);
  }

  private synchronized JsonNode ask(JsonNode command) {
    try {
      send(command);
      var answer = read();
      if (answer.has("error")) {
        throw ApiException.badRequest(answer.path("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", "The S3 server has ended.");
    }
  }

  private void send(JsonNode line) throws IOException {
    commands.write(line.toString());
    commands.newLine();
    commands.flush();
  }

  private JsonNode read() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("it ended at once");
    }
    return Json.MAPPER.readTree(line);
  }

  private void complain(Process ended) {
    if (!ending) {
      LOG.warn("The S3 server ended with {}.", ended.exitValue());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    ending = true;
    commands.close();
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
