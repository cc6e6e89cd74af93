// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deliveries to an API that fails at random, with restarts and batches that are delivered again:
 * the API knows whom each request reached.
 */
class DeliveryFaultsTest {

  private static final Pattern EMAIL = Pattern.compile("\"email\":\"([^\"]*)\"");
  private static final int BATCHES = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nobody_is_reached_twice_and_nobody_is_lost(long seed) throws IOException {
    deliver(seed);
  }

  static LongStream manySeeds() {
    return LongStream.range(1000, 1200);
  }

  @Tag("matrix")
  @ParameterizedTest
  @MethodSource("manySeeds")
  void nobody_is_reached_twice_and_nobody_is_lost_for_many_seeds(long seed) throws IOException {
    deliver(seed);
  }

  private void deliver(long seed) throws IOException {
    Random random = new Random(seed);
    // The first values of neighboring seeds are much alike.
    boolean idempotent = seed % 2 == 0;
    Path template = folder.resolve("own.yaml");
    Files.writeString(
        template,
        """
        template: own
        batch: %d
        idempotent: %s
        fields: {email: {from: email, normalize: email}}
        add: {method: POST, body: $records}
        """
            .formatted(1 + random.nextInt(8), idempotent));
    Set<String> rejects = new HashSet<>();
    Set<String> unknown = new HashSet<>();
    List<String> people = new ArrayList<>();
    try (Receiver receiver = new Receiver()) {
      FaultyApi api = new FaultyApi(random, idempotent);
      receiver.answer(api::answer);
      DeliveryRoutes routes = start(receiver, template);
      try {
        for (int batch = 0; batch < BATCHES; batch++) {
          List<Map<String, Object>> rows = rows(random, people.size());
          rows.forEach(row -> people.add(row.get("email").toString()));
          for (int attempt = 0, more = random.nextInt(2); attempt <= 60; attempt++) {
            if (attempt == 55) {
              api.recover();
            }
            boolean failed = routes.deliver(rows, "run", batch).getException() != null;
            if (random.nextInt(3) == 0) {
              keep(routes, rejects, unknown);
              routes.close();
              routes = start(receiver, template);
            }
            // After a kill, a batch is delivered again that was delivered.
            if (!failed && more-- == 0) {
              break;
            }
            assertThat(attempt).as("seed %d: deliveries of batch %d", seed, batch).isLessThan(60);
          }
        }
        keep(routes, rejects, unknown);
      } finally {
        routes.close();
      }
      check(seed, idempotent, people, api, rejects, unknown);
    }
  }

  private static void check(
      long seed,
      boolean idempotent,
      List<String> people,
      FaultyApi api,
      Set<String> rejects,
      Set<String> unknown) {
    for (String person : people) {
      int effects = api.effects(person);
      boolean bad = person.contains("x@") || person.contains("#");
      String what = "seed %d: %s, idempotent %s".formatted(seed, person, idempotent);
      if (idempotent) {
        assertThat(effects).as(what).isEqualTo(bad ? 0 : 1);
        assertThat(rejects.contains(person)).as(what).isEqualTo(bad);
        assertThat(unknown).as(what).isEmpty();
      } else {
        assertThat(effects).as(what).isLessThanOrEqualTo(bad ? 0 : 1);
        assertThat(effects == 1 || rejects.contains(person) || unknown.contains(person))
            .as(what)
            .isTrue();
        assertThat(rejects.contains(person) && !bad).as(what).isFalse();
      }
    }
  }

  /** Some that the API does not take, and some that are no addresses. */
  private static List<Map<String, Object>> rows(Random random, int first) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int count = random.nextInt(20);
    for (int i = first; i < first + count; i++) {
      String kind = i % 13 == 5 ? "x@" : i % 17 == 3 ? "#" : "@";
      rows.add(Map.of("email", "p" + i + kind + "example.com"));
    }
    return rows;
  }

  private DeliveryRoutes start(Receiver receiver, Path template) {
    return DeliveryRoutes.start(
        receiver,
        folder,
        Map.of("template", "file:" + template),
        Map.of("maximumRedeliveries", "2", "redeliveryDelay", "1ms"));
  }

  private static void keep(DeliveryRoutes routes, Set<String> rejects, Set<String> unknown) {
    routes.rejects().forEach(line -> rejects.add(email(line)));
    routes.unknown().forEach(line -> unknown.add(email(line)));
  }

  private static String email(String line) {
    return EMAIL.matcher(line).results().findFirst().orElseThrow().group(1);
  }
}
