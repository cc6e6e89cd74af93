// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Message;

/**
 * What a step remembers of the run that is under way, by the run's key; the next run of the key
 * begins anew. Thread-safe.
 */
final class RunMemory<T> {

  private static final String KEY = "CamelDatabricksRunKey";
  private static final String RUN_ID = "CamelDatabricksRunId";

  private record Entry<T>(String run, T value) {}

  private final Supplier<T> fresh;
  private final Map<String, Entry<T>> current = new ConcurrentHashMap<>();

  RunMemory(Supplier<T> fresh) {
    this.fresh = fresh;
  }

  T of(Message batch) {
    String run = run(batch);
    return current
        .compute(
            batch.getHeader(KEY, "", String.class),
            (key, entry) ->
                entry != null && entry.run().equals(run) ? entry : new Entry<>(run, fresh.get()))
        .value();
  }

  static String run(Message batch) {
    return batch.getHeader(RUN_ID, "", String.class);
  }
}
