// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journey whose process is killed at a random moment is delivered whole by the next one: an API
 * that recognizes keys has each person once, one that does not has nobody twice and the others are
 * in {@code unknown}, and the file has each person once. {@code -Dkill.rounds} kills; {@code
 * -Dkill.seed} repeats a proof.
 */
class JourneyKillProof {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 20);
  private static final long SEED = Long.getLong("kill.seed", System.currentTimeMillis());
  private static final int PEOPLE = 240;
  private static final int BATCH = 20;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  void each_person_is_delivered_once_or_known_to_be_unknown() throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"))) {
      Workspace workspace = process.workspace("default");
      fill(workspace);
      int unknown = 0;
      int again = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Result result = round(workspace, round);
        unknown += result.unknown();
        again += result.again();
        System.out.printf("round %d of %d: %s%n", round + 1, ROUNDS, result);
      }
      System.out.printf(
          "%d kills, seed %d: %d people in unknown, %d requests recognized by their keys%n",
          ROUNDS, SEED, unknown, again);
      assertThat(again + unknown).as("a kill hit a request").isPositive();
    }
  }

  /** What became of a round: people of whom nobody knows, and requests that came again. */
  private record Result(int unknown, int again) {}

  private Result round(Workspace workspace, int round) throws Exception {
    Path place = Files.createDirectories(folder.resolve("round-" + round));
    try (Receiver keyed = new Receiver();
        Receiver plain = new Receiver()) {
      Random delays = new Random(random.nextLong());
      keyed.answer(request -> slowly(delays, Receiver.Answer.of(200)));
      plain.answer(request -> slowly(delays, Receiver.Answer.of(200)));
      Map<String, String> settings = settings(workspace, place, round, keyed, plain);
      int requests = random.nextInt(2 * PEOPLE / BATCH);
      try (ApplicationProcess killed = start(settings, round, "killed")) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(5))
            .pollInterval(Duration.ofMillis(2))
            .until(() -> keyed.requests().size() + plain.requests().size() >= requests);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        killed.kill();
      }
      try (ApplicationProcess next = start(settings, round, "next")) {
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> ended(next));
      }
      return check(place, keyed, plain);
    }
  }

  private static ApplicationProcess start(Map<String, String> settings, int round, String name) {
    return ApplicationProcess.start("journey-" + name + "-" + round, settings, "-Xmx256m");
  }

  private static Receiver.Answer slowly(Random delays, Receiver.Answer answer) {
    try {
      TimeUnit.MILLISECONDS.sleep(delays.nextInt(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private static boolean ended(ApplicationProcess application) {
    try {
      JsonNode newest = Rest.JSON.readTree(application.get("/runs").text()).path(0);
      return List.of("SUCCEEDED", "SHORT").contains(newest.path("state").asText());
    } catch (IOException e) {
      return false;
    }
  }

  private Result check(Path place, Receiver keyed, Receiver plain) throws IOException {
    Map<String, Set<Integer>> byKey = new HashMap<>();
    for (Receiver.Request request : keyed.requests()) {
      byKey.computeIfAbsent(request.key(), key -> new TreeSet<>()).addAll(people(request.body()));
    }
    List<Integer> once = byKey.values().stream().flatMap(Set::stream).toList();
    assertThat(once).as("keyed, seed %d", SEED).doesNotHaveDuplicates();

    List<Integer> raw = new ArrayList<>();
    plain.requests().forEach(request -> raw.addAll(people(request.body())));
    assertThat(raw).as("plain, seed %d", SEED).doesNotHaveDuplicates();
    Set<Integer> unknown = new HashSet<>(lines(place.resolve("unknown"), "", ".jsonl"));

    List<Integer> filed = lines(place.resolve("files"), "people", ".jsonl");
    assertThat(filed).as("file, seed %d", SEED).doesNotHaveDuplicates();

    Set<Integer> all = new HashSet<>(once);
    all.addAll(raw);
    all.addAll(unknown);
    all.addAll(filed);
    assertThat(all).as("everybody, seed %d", SEED).hasSize(PEOPLE);
    assertThat(once).doesNotContainAnyElementsOf(raw).doesNotContainAnyElementsOf(filed);
    return new Result(unknown.size(), keyed.requests().size() - byKey.size());
  }

  private static List<Integer> people(String json) {
    try {
      return Rest.JSON.readTree(json).findValuesAsText("id").stream()
          .map(Integer::valueOf)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> lines(Path folder, String begin, String end) throws IOException {
    List<Integer> people = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.startsWith(begin) && (begin.isEmpty() || name.endsWith(end))) {
            for (String line : Files.readAllLines(file)) {
              people.addAll(people(line));
            }
          }
        }
      }
    }
    return people;
  }

  private static void fill(Workspace workspace) {
    Statements.of(workspace)
        .run(
            "CREATE TABLE %s AS SELECT id FROM range(%d)"
                .formatted(workspace.name("people"), PEOPLE));
  }

  private Map<String, String> settings(
      Workspace workspace, Path place, int round, Receiver keyed, Receiver plain)
      throws IOException {
    Files.writeString(
        place.resolve("p.model.yaml"),
        """
        model: people
        population: people
        sources: {people: {table: %s, key: id, fields: {id: id}}}
        """
            .formatted(workspace.name("people")));
    Files.writeString(
        place.resolve("p.segment.yaml"),
        """
        segment: everybody
        model: people
        rules: {combinator: and, rules: [{field: people.id, operator: ">=", value: 0}]}
        """);
    Files.writeString(
        place.resolve("p.journey.yaml"),
        """
        journey: round-%d
        status: active
        audience: everybody
        state: %s.%s
        stages: [{name: offer, branches: [{else: true, arms: {keyed: 1, plain: 1, filed: 1}}]}]
        deliver: {keyed: {}, plain: {}, filed: {send: all}}
        """
            .formatted(round, workspace.catalog(), workspace.schema()));
    Files.writeString(
        place.resolve("plain.destination.yaml"),
        """
        template: plain
        source: https://example.com
        batch: 1000
        idempotent: false
        open: true
        add: {method: POST, body: $records}
        remove: {method: DELETE, body: $records}
        retry: [429, 503]
        """);
    Files.writeString(
        place.resolve("arms.camel.yaml"),
        """
        - route:
            from:
              uri: direct:arm-keyed
              steps:
                - to: kamelet:databricks-delivery-http-sink?destination=keyed
        - route:
            from:
              uri: direct:arm-plain
              steps:
                - to:
                    uri: kamelet:databricks-delivery-http-sink
                    parameters:
                      destination: plain
                      sentDirectory: %1$s/sent
                      unknown: file:%1$s/unknown
        - route:
            from:
              uri: direct:arm-filed
              steps:
                - to:
                    uri: kamelet:databricks-delivery-file-sink
                    parameters:
                      endpoint: file:%1$s/files
                      directory: %1$s/parts
                      format: jsonl
                      fileName: people.jsonl
        """
            .formatted(place));
    Map<String, String> settings = new HashMap<>(Application.connection(workspace));
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("databricks.store.directory", place.resolve("store").toString());
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:journey.camel.yaml,file:"
            + place.resolve("arms.camel.yaml"));
    settings.put("lakeroute.journey.models", "file:" + place + "/*.model.yaml");
    settings.put("lakeroute.journey.definitions", "file:" + place + "/*.segment.yaml");
    settings.put("lakeroute.journey.journeys", "file:" + place + "/*.journey.yaml");
    settings.put("lakeroute.journey.journey", "round-" + round);
    settings.put("lakeroute.journey.batchSize", String.valueOf(BATCH));
    settings.put("lakeroute.journey.frequency", "once");
    settings.put("lakeroute.destinations.keyed.url", keyed.url());
    settings.put("lakeroute.destinations.keyed.template", "generic");
    settings.put("lakeroute.destinations.plain.url", plain.url());
    settings.put(
        "lakeroute.destinations.plain.template", "file:" + place.resolve("plain.destination.yaml"));
    return settings;
  }
}
