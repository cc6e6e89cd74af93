// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.metrics;

import io.lakeroute.databricks.error.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Writes to Micrometer, tagged by connection, tenant and operation. Thread-safe. */
final class MicrometerMeasurements implements Measurements {

  private static final String PREFIX = "lakeroute.databricks.";

  private final Timer statements;
  private final Counter rows;
  private final Counter bytes;
  private final Counter abandoned;
  private final Map<Wait, Timer> waits = new EnumMap<>(Wait.class);
  private final Map<Reason, Counter> errors = new EnumMap<>(Reason.class);

  MicrometerMeasurements(
      MeterRegistry registry, String connection, String tenant, String operation) {
    Tags tags = Tags.of("connection", connection, "tenant", tenant, "operation", operation);
    this.statements =
        Timer.builder(PREFIX + "statements")
            .tags(tags)
            .description("Statements, until their first rows")
            .register(registry);
    this.rows =
        Counter.builder(PREFIX + "rows")
            .tags(tags)
            .description("Rows handed out")
            .register(registry);
    this.bytes =
        Counter.builder(PREFIX + "bytes")
            .tags(tags)
            .baseUnit("bytes")
            .description("Encoded bytes handed out")
            .register(registry);
    this.abandoned =
        Counter.builder(PREFIX + "abandoned")
            .tags(tags)
            .description("Sessions and streams given up because they took too long")
            .register(registry);
    for (Wait wait : Wait.values()) {
      waits.put(
          wait,
          Timer.builder(PREFIX + "waits")
              .tags(tags)
              .tag("for", lowerCase(wait))
              .description("Time spent waiting before a statement")
              .register(registry));
    }
    for (Reason reason : Reason.values()) {
      errors.put(
          reason,
          Counter.builder(PREFIX + "errors")
              .tags(tags)
              .tag("reason", lowerCase(reason))
              .description("Failed operations")
              .register(registry));
    }
  }

  @Override
  public void statement(Duration took) {
    statements.record(took);
  }

  @Override
  public void rows(long count) {
    rows.increment(count);
  }

  @Override
  public void bytes(long count) {
    bytes.increment(count);
  }

  @Override
  public void waited(Wait what, Duration time) {
    waits.get(what).record(time);
  }

  @Override
  public void abandoned() {
    abandoned.increment();
  }

  @Override
  public void error(Reason reason) {
    errors.get(reason).increment();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
