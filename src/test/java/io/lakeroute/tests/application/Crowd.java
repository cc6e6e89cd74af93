// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Callers who each ask again once they have an answer. Safe for threads. */
public final class Crowd {

  /** Whoever was refused at once would otherwise do nothing else than ask. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Far more than any answer may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int NO_ANSWER = 0;

  /** An answer and how long it took; status 0 for none. */
  public record Answer(
      int status, Duration took, String mediaType, Optional<String> retryAfter, String body) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  public Crowd(HttpRequest.Builder request) {
    this.request = request.timeout(PATIENCE).build();
  }

  /**
   * Has callers ask for some time and waits for their last answers.
   *
   * @return all answers, the fastest first
   */
  public List<Answer> ask(int callers, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    CompletableFuture.allOf(
            IntStream.range(0, callers)
                .mapToObj(caller -> askUntil(end))
                .toArray(CompletableFuture[]::new))
        .join();
    return answers.stream().sorted(Comparator.comparing(Answer::took)).toList();
  }

  private CompletableFuture<Void> askUntil(long end) {
    return one()
        .thenComposeAsync(
            answer -> {
              answers.add(answer);
              return System.nanoTime() < end
                  ? askUntil(end)
                  : CompletableFuture.completedFuture(null);
            },
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** One answer. */
  public CompletableFuture<Answer> one() {
    long start = System.nanoTime();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, failure) -> {
              Duration took = Duration.ofNanos(System.nanoTime() - start);
              return failure == null
                  ? new Answer(
                      response.statusCode(),
                      took,
                      response.headers().firstValue("Content-Type").orElse(""),
                      response.headers().firstValue("Retry-After"),
                      response.body())
                  : new Answer(NO_ANSWER, took, "", Optional.empty(), failure.toString());
            });
  }
}
