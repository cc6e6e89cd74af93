// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run that is under way has come. Immutable.
 *
 * @param rows that this run sent to the route
 * @param rowsPerSecond since it began
 * @param total rows of the import, where they were counted
 * @param percent of these rows that were read, by this run and those before it that broke off
 */
public record Progress(long rows, long rowsPerSecond, OptionalLong total, OptionalLong percent) {

  /** A share of rows that were counted. */
  record Expected(long total, long before) {}

  public static Progress of(RunRecord run, Optional<Expected> expected, Instant now) {
    long rows = run.counts().delivered() + run.counts().rejected();
    long millis = Math.max(1, Duration.between(run.scope().startedAt(), now).toMillis());
    OptionalLong total =
        expected.map(it -> OptionalLong.of(it.total())).orElse(OptionalLong.empty());
    OptionalLong percent =
        expected
            .filter(it -> it.total() > 0)
            .map(it -> OptionalLong.of((rows + it.before()) * 100 / it.total()))
            .orElse(OptionalLong.empty());
    return new Progress(rows, rows * 1_000 / millis, total, percent);
  }

  @Override
  public String toString() {
    String share =
        percent.isPresent()
            ? ", %d %% of %d".formatted(percent.getAsLong(), total.orElseThrow())
            : "";
    return "%d rows, %d rows/s%s".formatted(rows, rowsPerSecond, share);
  }
}
