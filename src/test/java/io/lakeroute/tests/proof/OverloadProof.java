// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.application.Crowd;
import io.lakeroute.tests.application.Crowd.Answer;
import io.lakeroute.tests.flow.Shop;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.SlowWarehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred callers ask for a minute what the warehouse answers twice a second. */
@ExtendWith(LocalWorkspaceExtension.class)
class OverloadProof {
  private static final int CALLERS = 200;
  private static final Duration TIME = Duration.ofSeconds(60);
  private static final Duration EACH = Duration.ofMillis(500);
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause .*->(\\d+)M\\(");
  private static final String PATH = "/profiles/p2/interactions?type=purchase";

  @TempDir private Path mappings;
  private final LocalWorkspace workspace;

  OverloadProof(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    Shop.fill(workspace);
  }

  /** The line is where the places are few, and in the warehouse where they are many. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void every_caller_is_answered_in_time(int places) {
    Shop.writeMappings(workspace, mappings);
    try (SlowWarehouse slow = new SlowWarehouse(workspace.access(), EACH)) {
      Map<String, String> settings = Application.interactions(slow.inFront(), mappings);
      settings.put("databricks.connections.default.maxConcurrent", String.valueOf(places));
      settings.put("lakeroute.interactions.queueTimeout", QUEUE_TIMEOUT.toSeconds() + "s");
      try (ApplicationProcess application =
          ApplicationProcess.start("overload-" + places, settings, "-Xmx256m", "-Xlog:gc")) {
        Crowd crowd = new Crowd(application.request(PATH));
        Answer idle = idle(crowd);
        int collections = heap(application).size();

        List<Answer> answers = crowd.ask(CALLERS, TIME);
        Answer next = crowd.one().join();

        List<Long> heap = heap(application);
        heap = heap.subList(collections, heap.size());
        report(places, idle, next, answers, heap, slow.arrived());
        assertThat(answers).extracting(Answer::status).containsOnly(200, 503);
        assertThat(answers.get(answers.size() - 1).took()).isLessThan(QUEUE_TIMEOUT.plusSeconds(1));
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.took()).isLessThan(idle.took().multipliedBy(2));
        assertThat(Collections.max(heap)).as("MB in use after a collection").isLessThan(100);
      }
    }
  }

  private static List<Long> heap(ApplicationProcess application) {
    return AFTER_COLLECTION
        .matcher(application.output())
        .results()
        .map(match -> Long.parseLong(match.group(1)))
        .toList();
  }

  private static void report(
      int places, Answer idle, Answer next, List<Answer> answers, List<Long> heap, int statements) {
    System.out.printf(
        "%d places: %d answers %s, median %d ms, 200s up to %d ms, slowest %d ms; idle %d ms, afterwards %d ms;"
            + " %d statements; heap after collections %d to %d MB%n",
        places,
        answers.size(),
        answers.stream()
            .collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting())),
        answers.get(answers.size() / 2).took().toMillis(),
        answers.stream()
            .filter(answer -> answer.status() == 200)
            .mapToLong(answer -> answer.took().toMillis())
            .max()
            .orElse(0),
        answers.get(answers.size() - 1).took().toMillis(),
        idle.took().toMillis(),
        next.took().toMillis(),
        statements,
        Collections.min(heap),
        Collections.max(heap));
  }

  /** After some lookups, so that nothing is made for the first time. */
  private static Answer idle(Crowd crowd) {
    for (int i = 0; i < 5; i++) {
      assertThat(crowd.one().join().status()).isEqualTo(200);
    }
    return crowd.one().join();
  }
}
