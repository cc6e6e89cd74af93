// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private static final Duration OFTEN = Duration.ofMillis(1);

  @Test
  void work_that_hangs_stops_neither_watchdogs_nor_other_work() throws Exception {
    AtomicInteger hung = new AtomicInteger();
    AtomicInteger going = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch barked = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext();
        Workers workers = new Workers(context)) {
      workers.repeat(
          () -> {
            hung.incrementAndGet();
            await(end);
          },
          OFTEN);
      workers.repeat(going::incrementAndGet, OFTEN);
      Awaitility.await().until(() -> hung.get() == 1 && going.get() > 10);

      workers.timer().schedule(barked::countDown, 1, TimeUnit.MILLISECONDS);

      assertThat(barked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(hung).as("not twice at a time").hasValue(1);
      end.countDown();
      Awaitility.await().untilAsserted(() -> assertThat(hung).hasValueGreaterThan(1));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
