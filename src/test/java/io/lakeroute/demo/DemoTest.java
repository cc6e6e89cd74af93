// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer meets it: it starts, and every request it prints answers. */
class DemoTest {

  private static final Path FEW_ROWS = Path.of("resources/demo");
  private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");
  private static final Pattern DATA = Pattern.compile("-d '([^']+)'");
  private static final Pattern URL = Pattern.compile("'(http://[^']+)'");

  @TempDir private Path folder;

  /** A few rows of the tables that it needs, instead of all that TPC-DS has. */
  @Tag("matrix")
  @Test
  void starts_prints_what_to_try_and_leaves_no_process_behind() throws Exception {
    Process demo =
        start(
            Processes.flags("test.jvm", "test.workspace.jvm"),
            List.of("--tables", FEW_ROWS.toString()));
    try {
      List<String> requests = requests(demo);

      assertThat(requests).hasSize(21);
      assertThat(output())
          .contains("  imports        " + folder.resolve("demo/imports") + " (main.tpcds.customer")
          .contains("  syncs          " + folder.resolve("demo/syncs") + " (changes of")
          .contains(
              "  cat \"$(ls -t '" + folder.resolve("demo/syncs") + "/'*.jsonl | head -n 1)\"\n")
          .contains("/profiles/1/interactions", "/openapi.json", "/observe/health", "API key");
      assertThat(statuses(List.of(requests.get(2), requests.get(5), requests.get(6))))
          .containsExactly(401, 200, 200);
    } finally {
      stop(demo);
    }
  }

  @Tag("matrix")
  @Test
  void answers_every_request_it_prints_on_the_tables_of_tpcds() throws Exception {
    Process demo = start(Map.of(), List.of());
    try {
      List<String> requests = requests(demo);
      assertThat(requests).hasSize(21);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> call(requests.get(3)).body().split("SUCCEEDED", -1).length == 5);

      assertThat(statuses(requests))
          .containsExactly(
              200, 200, 401, 200, 202, 200, 200, 200, 202, 202, 200, 200, 200, 200, 200, 200, 200,
              200, 200, 200, 200);
      assertExported(requests.subList(9, 12));
      assertChangeArrives(requests.get(7), requests.get(8));
      assertThat(call(requests.get(13)).body()).matches("\\{\"count\":\\d+,\"population\":\\d+,.*");
      assertThat(call(requests.get(18)).body())
          .contains("\"source\":\"cache\"", "\"interactions\":[");
      assertThat(call(requests.get(19)).body()).contains("\"journey\":\"home-offer\"");
      assertThat(call(requests.get(20)).body()).contains("\"offer\":\"home\"");
      assertThat(Files.readAllLines(folder.resolve("demo/deliveries/partner.csv")))
          .hasSizeGreaterThan(1)
          .first()
          .isEqualTo("c_customer_sk,name");
      assertThat(call(requests.get(0)).body())
          .contains("\"type\":\"store_purchase\"")
          .contains("\"next\":");
      try (Stream<Path> files = Files.list(folder.resolve("demo/imports"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".jsonl"))).isNotEmpty();
      }
    } finally {
      stop(demo);
    }
  }

  /** The first run of the sync begins with the demo and delivers the table. */
  private void assertChangeArrives(String commit, String run)
      throws IOException, InterruptedException {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> synced().contains("\"insert\""));
    assertThat(call(commit).body()).contains("\"SUCCEEDED\"");
    // The run that delivered the table has its file before it ends.
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> call(run).statusCode() == 202);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> synced().contains("\"_change_type\":\"update\""));
  }

  /** The first run of the export begins with the demo, too. */
  private void assertExported(List<String> lines) throws IOException, InterruptedException {
    assertThat(call(lines.get(1)).body()).contains("\"SUCCEEDED\"").doesNotContain("[[\"0\"]]");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(call(lines.get(2)).body()).doesNotContain("part-"));
  }

  /** The files of the sync. */
  private String synced() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("demo/syncs"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Starts it with these variables of the environment and more arguments. */
  private Process start(Map<String, String> environment, List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                "--root",
                "../..",
                "--dir",
                folder.resolve("demo").toString(),
                "--workspace-port",
                String.valueOf(Processes.freePort()),
                "--port",
                String.valueOf(Processes.freePort()),
                "--receiver-port",
                String.valueOf(Processes.freePort()),
                "--management-port",
                String.valueOf(Processes.freePort())));
    command.addAll(more);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void stop(Process demo) throws InterruptedException {
    List<ProcessHandle> processes = demo.descendants().toList();
    demo.destroy();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("the demo stops").isTrue();
    assertThat(processes)
        .as("the workspace and the application stop with it")
        .noneMatch(ProcessHandle::isAlive);
  }

  /** What it says to try, once it is ready. */
  private List<String> requests(Process demo) throws IOException {
    Awaitility.await()
        .atMost(Duration.ofMinutes(6))
        .until(
            () ->
                output().matches("(?s).*/profiles/\\d+'\n.*/profiles/\\d+'\n.*")
                    || !demo.isAlive());
    assertThat(output()).contains("Lakeroute is ready.");
    return output().lines().map(String::strip).filter(line -> line.startsWith("curl ")).toList();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private static List<Integer> statuses(List<String> requests)
      throws IOException, InterruptedException {
    List<Integer> statuses = new ArrayList<>();
    for (String request : requests) {
      statuses.add(call(request).statusCode());
    }
    return statuses;
  }

  private static HttpResponse<String> call(String curl) throws IOException, InterruptedException {
    Matcher url = URL.matcher(curl);
    assertThat(url.find()).as(curl).isTrue();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.group(1)));
    HEADER.matcher(curl).results().forEach(it -> request.header(it.group(1), it.group(2)));
    Matcher data = DATA.matcher(curl);
    if (data.find()) {
      request.POST(HttpRequest.BodyPublishers.ofString(data.group(1)));
    }
    if (curl.contains("-X POST")) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
