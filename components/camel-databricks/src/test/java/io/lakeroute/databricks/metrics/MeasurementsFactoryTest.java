// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MeasurementsFactoryTest {

  @Test
  void writes_nothing_where_there_is_no_meter_registry() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertThat(MeasurementsFactory.of(context, "shared", "acme", "query"))
          .isSameAs(Measurements.NONE);
    }
  }

  @Test
  void writes_to_the_meter_registry_of_the_application() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("meters", registry);
      Measurements measurements = MeasurementsFactory.of(context, "shared", "acme", "query");

      measurements.statement(Duration.ofMillis(20));
      measurements.rows(3);
      measurements.bytes(100);
      measurements.waited(Measurements.Wait.WAREHOUSE, Duration.ofSeconds(2));
      measurements.error(Reason.FORBIDDEN);
    }

    assertThat(
            registry
                .get("lakeroute.databricks.statements")
                .tags("connection", "shared", "tenant", "acme", "operation", "query")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("lakeroute.databricks.rows").counter().count()).isEqualTo(3);
    assertThat(registry.get("lakeroute.databricks.bytes").counter().count()).isEqualTo(100);
    assertThat(registry.get("lakeroute.databricks.waits").tag("for", "warehouse").timer().count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("lakeroute.databricks.errors")
                .tag("reason", "forbidden")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
