// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.processors.profile.ProfileCache;
import io.lakeroute.processors.profile.Profiles;
import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.ModelBinder;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.TableColumns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for many profiles, each once, with a cache of the default size, and prints the heap. */
public final class ManyProfiles {

  private static final String MODEL =
      """
      model: people
      population: people
      sources:
        people: {table: main.crm.people, key: person, fields: {email: email, note: note}}
      """;

  private ManyProfiles() {}

  /**
   * Runs it.
   *
   * @param args how many, and after how many the heap is printed
   */
  public static void main(String[] args) throws Exception {
    int ids = Integer.parseInt(args[0]);
    int each = Integer.parseInt(args[1]);
    BoundModel model =
        ModelBinder.bind(
            ModelReader.read(new ByteArrayInputStream(MODEL.getBytes(StandardCharsets.UTF_8))),
            table ->
                new TableColumns(Map.of("person", "BIGINT", "email", "STRING", "note", "STRING")));
    ProfileCache cache = new ProfileCache(100_000, Duration.ofHours(1));
    Profiles profiles =
        new Profiles(
            model,
            List.of(),
            "default",
            "",
            Optional.of(cache),
            Optional.empty(),
            10,
            Duration.ofSeconds(1));
    for (int id = 1; id <= ids; id++) {
      Map<String, Object> row = new HashMap<>();
      row.put("k", (long) id);
      row.put("a0", "person-" + id + "@example.com");
      row.put("a1", "x".repeat(100 + id % 400));
      profiles.one(Integer.toString(id), Instant.now()).answer(List.of(List.of(row)));
      if (id % each == 0) {
        System.gc();
        System.out.printf(
            "%d %d %d%n",
            id,
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
            cache.size());
      }
    }
  }
}
