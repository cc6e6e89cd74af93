// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests at a steady rate, whether or not earlier ones have been answered: each is timed from the
 * moment at which it was due.
 */
final class SteadyLoad {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Sends them and waits for all answers.
   *
   * @param request makes the request with that number, from 0
   * @throws IllegalStateException where an answer is not 200
   */
  void send(
      int perSecond, Duration time, IntFunction<HttpRequest.Builder> request, Latencies into) {
    long between = 1_000_000_000L / perSecond;
    int count = (int) (time.toNanos() / between);
    List<CompletableFuture<Void>> answers = new ArrayList<>(count);
    long start = System.nanoTime() + between;
    for (int i = 0; i < count; i++) {
      long due = start + i * between;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      answers.add(
          http.sendAsync(request.apply(i).build(), HttpResponse.BodyHandlers.ofByteArray())
              .thenAccept(
                  answer -> {
                    into.add((System.nanoTime() - due) / 1e6);
                    if (answer.statusCode() != 200) {
                      throw new IllegalStateException("answered " + answer.statusCode());
                    }
                  }));
    }
    answers.forEach(CompletableFuture::join);
  }
}
