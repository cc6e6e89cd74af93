// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.delivery.http.DeliveryEnds.Reject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Delivers batches to an API that is a function; for one test. */
final class DeliveryRun {

  private final List<HttpRequest> requests = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final Delivery delivery;

  /**
   * @param api answers a request, by its number from 0
   */
  DeliveryRun(Destination destination, Function<Integer, Reply> api) {
    this.delivery =
        new Delivery(
            destination,
            new Sender(
                destination,
                request -> {
                  requests.add(request);
                  return api.apply(requests.size() - 1);
                },
                Journal.NONE,
                new RequestRate(0, System::nanoTime),
                new RetryRules(0, Duration.ofMillis(1), Duration.ofSeconds(1)),
                new Pauses()));
  }

  static Reply answer(int status) {
    return new Reply.Answer(status, Optional.empty(), new byte[0]);
  }

  static Reply answer(int status, String retryAfter) {
    return new Reply.Answer(status, Optional.of(retryAfter), "{}".getBytes(StandardCharsets.UTF_8));
  }

  DeliveryCount add(List<Map<String, Object>> rows) {
    return deliver(DeliveryKey.Change.ADD, rows.iterator());
  }

  DeliveryCount deliver(DeliveryKey.Change change, Iterator<Map<String, Object>> rows) {
    return delivery.deliver(
        new Batch("run-1", Optional.empty(), 0, change, rows),
        new DeliveryEnds() {
          @Override
          public void rejected(List<Reject> more) {
            rejects.addAll(more);
          }

          @Override
          public void unknown(List<Map<String, Object>> rows) {
            throw new AssertionError("the API answers each request");
          }
        });
  }

  List<HttpRequest> requests() {
    return requests;
  }

  List<Reject> rejects() {
    return rejects;
  }
}
