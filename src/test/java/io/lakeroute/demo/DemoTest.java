package io.lakeroute.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The demo as a newcomer meets it: it starts, and every request it prints answers. */
class DemoTest {

  private static final Path OUTPUT = Path.of("target/demo-test.out");
  private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");
  private static final Pattern URL = Pattern.compile("'(http://[^']+)'");

  @Test
  void answers_every_request_it_prints_and_leaves_no_process_behind() throws Exception {
    Process demo = start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(6))
          .until(() -> output().contains("Lakeroute is ready.") || !demo.isAlive());
      assertThat(output()).contains("Lakeroute is ready.");
      List<String> requests =
          output().lines().map(String::strip).filter(line -> line.startsWith("curl ")).toList();
      assertThat(requests).hasSize(7);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> call(requests.get(3)).body().contains("SUCCEEDED"));
      List<Integer> statuses = new ArrayList<>();
      for (String request : requests) {
        statuses.add(call(request).statusCode());
      }
      assertThat(statuses).containsExactly(200, 200, 401, 200, 202, 200, 200);
      assertThat(call(requests.get(0)).body())
          .contains("\"type\":\"store_purchase\"")
          .contains("\"next\":");
      try (Stream<Path> files = Files.list(Path.of("target/demo-test/imports"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".jsonl"))).isNotEmpty();
      }
    } finally {
      List<ProcessHandle> processes = demo.descendants().toList();
      demo.destroy();
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("the demo stops").isTrue();
      assertThat(processes)
          .as("the workspace and the application stop with it")
          .noneMatch(ProcessHandle::isAlive);
    }
  }

  private static Process start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Demo.class.getName(),
            "--root",
            "../..",
            "--dir",
            "target/demo-test",
            "--workspace-port",
            String.valueOf(Processes.freePort()),
            "--port",
            String.valueOf(Processes.freePort()),
            "--management-port",
            String.valueOf(Processes.freePort()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(OUTPUT.toFile())
        .start();
  }

  private static String output() throws IOException {
    return Files.readString(OUTPUT);
  }

  private static HttpResponse<String> call(String curl) throws IOException, InterruptedException {
    Matcher url = URL.matcher(curl);
    assertThat(url.find()).as(curl).isTrue();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.group(1)));
    Matcher header = HEADER.matcher(curl);
    if (header.find()) {
      request.header(header.group(1), header.group(2));
    }
    if (curl.contains("-X POST")) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
