// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** How long calls took, in milliseconds; safe for threads. */
final class Latencies {

  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  /** Runs the calls with so many clients at a time and takes the time of each. */
  void measure(int clients, int calls, IntConsumer call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        tasks.add(
            () -> {
              millis.add(timed(() -> call.accept(number)));
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  static double timed(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / 1e6;
  }

  void add(double milliseconds) {
    millis.add(milliseconds);
  }

  void addAll(Latencies others) {
    millis.addAll(others.millis);
  }

  double median() {
    return quantile(0.5);
  }

  double p99() {
    return quantile(0.99);
  }

  /**
   * The ends of an interval that holds the true median in 95 of 100 samples, from the order of the
   * values alone; needs 8 of them.
   */
  double medianAtLeast() {
    return ranked(medianRank());
  }

  double medianAtMost() {
    return ranked(millis.size() + 1 - medianRank());
  }

  private int medianRank() {
    return (int) Math.floor(millis.size() / 2.0 - 0.98 * Math.sqrt(millis.size()));
  }

  double least() {
    return quantile(0);
  }

  double most() {
    return quantile(1);
  }

  private double ranked(int rank) {
    return millis.stream().sorted().toList().get(rank - 1);
  }

  private double quantile(double q) {
    return ranked(1 + (int) Math.round(q * (millis.size() - 1)));
  }

  /** One row of a table: what, how many clients, median and p99 of both, and their ratios. */
  static String compared(String what, int clients, Latencies raw, Latencies ours) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f (%.1f) | %.1f (%.1f) | %.2f | %.2f | %+.1f |",
        what,
        clients,
        raw.median(),
        raw.p99(),
        ours.median(),
        ours.p99(),
        ours.median() / raw.median(),
        ours.p99() / raw.p99(),
        ours.median() - raw.median());
  }
}
