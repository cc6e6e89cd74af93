// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.Test;

class ConcurrentStartTest {

  private final CountDownLatch lookingUp = new CountDownLatch(1);
  private final CountDownLatch found = new CountDownLatch(1);

  /** A placeholder whose vault takes its time. */
  private final PropertiesFunction vault =
      new PropertiesFunction() {
        @Override
        public String getName() {
          return "vault";
        }

        @Override
        public String apply(String remainder) {
          lookingUp.countDown();
          try {
            assertThat(found.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return "hush";
        }
      };

  @Test
  void the_first_producers_of_two_threads_wait_for_the_component() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      // Declared so late, they are published by whoever asks first.
      PropertiesComponent properties = context.getPropertiesComponent();
      properties.addOverrideProperty("databricks.connections.acme.host", "http://127.0.0.1:1");
      properties.addOverrideProperty("databricks.connections.acme.warehouseId", "w1");
      properties.addOverrideProperty("databricks.connections.acme.clientId", "sp");
      properties.addOverrideProperty("databricks.connections.acme.clientSecret", "{{vault:s}}");
      properties.addPropertiesFunction(vault);
      CompletableFuture<Producer> first = producer(context);
      assertThat(lookingUp.await(10, TimeUnit.SECONDS)).as("the first thread starts it").isTrue();
      CompletableFuture<Producer> second = producer(context);
      assertThat(second)
          .as("the second one, before the component is ready")
          .failsWithin(Duration.ofMillis(300))
          .withThrowableOfType(TimeoutException.class);
      found.countDown();

      assertThat(first.get(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private static CompletableFuture<Producer> producer(DefaultCamelContext context) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return context.getEndpoint("databricks:verify?connection=acme").createProducer();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        work -> new Thread(work).start());
  }
}
