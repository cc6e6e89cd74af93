// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.json.Sha256;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one request until it has an outcome: at most once where the API does not recognize a
 * repetition. Thread-safe.
 */
final class Sender {

  private final Destination destination;
  private final Judge judge;
  private final Calls calls;
  private final Journal journal;
  private final RequestRate rate;
  private final RetryRules retries;
  private final Pauses pauses;

  Sender(
      Destination destination,
      Calls calls,
      Journal journal,
      RequestRate rate,
      RetryRules retries,
      Pauses pauses) {
    this.destination = destination;
    this.judge = new Judge(destination.template().answers());
    this.calls = calls;
    this.journal = journal;
    this.rate = rate;
    this.retries = retries;
    this.pauses = pauses;
  }

  /** What became of a request. */
  sealed interface Outcome {
    /** It had its effect now; the journal does not know yet. */
    record Answered(Verdict.Delivered verdict) implements Outcome {}

    /** It had its effect at an earlier delivery. */
    record Before() implements Outcome {}

    /** It may have had its effect, and must not be sent again. */
    record Unknown() implements Outcome {}

    /** It has none, because of one of its records. */
    record Invalid() implements Outcome {}
  }

  /**
   * Sends a request.
   *
   * @throws DeliveryException where it has no effect, or may be sent again with the same key
   */
  Outcome send(DeliveryKey key, List<Map<String, Object>> records) {
    RequestForm form = destination.request(key.change());
    URI uri = destination.uri(form);
    String hex = key.hex();
    byte[] body = destination.body(form).write(records, hex);
    Attempts attempts = new Attempts();
    while (true) {
      pauses.pause(rate.take());
      Optional<String> token = destination.credentials().map(Credentials::value);
      switch (journal.begin(journalKey(hex))) {
        case ANSWERED -> {
          return new Outcome.Before();
        }
        case SPLIT -> {
          return new Outcome.Invalid();
        }
        case OPEN -> {
          return new Outcome.Unknown();
        }
        case NEW -> {}
      }
      Reply reply = calls.send(request(uri, form.method(), hex, token, body));
      Verdict verdict = verdict(reply, records.size());
      if (verdict instanceof Verdict.Delivered delivered) {
        return new Outcome.Answered(delivered);
      } else if (verdict instanceof Verdict.Unclear unclear) {
        if (!destination.template().idempotent()) {
          return new Outcome.Unknown();
        }
        attempts.next("UNAVAILABLE", unclear.what(), reply);
        continue;
      }
      journal.withdraw(journalKey(hex));
      if (verdict instanceof Verdict.Invalid) {
        return new Outcome.Invalid();
      } else if (verdict instanceof Verdict.Later later) {
        attempts.next(later.reason(), later.what(), reply);
      } else if (verdict instanceof Verdict.Refused refused
          && !attempts.isRotated(refused, token)) {
        throw failure(refused.reason(), refused.what(), Duration.ZERO);
      }
    }
  }

  /**
   * Makes sure that the parts of a batch have the same rows at each delivery.
   *
   * @throws DeliveryException CONFIGURATION where the parts had another size before
   */
  void checkSize(DeliveryKey batch, int size) {
    if (destination.template().idempotent()) {
      return;
    }
    String sized = journalKey(batch.part("/" + size).hex());
    // In this order, so that a kill in between is not taken for another size.
    boolean isNew = journal.begin(sized) == Journal.State.NEW;
    boolean isFirst = journal.begin(journalKey(batch.hex())) == Journal.State.NEW;
    if (isNew && !isFirst) {
      journal.withdraw(sized);
      throw new DeliveryException(
          "CONFIGURATION",
          "The template %s has another batch than at the first delivery of these rows to '%s'. Set it back until the run is complete."
              .formatted(destination.template().name(), destination.name()));
    }
  }

  /** The request is not sent again: its halves are. */
  void split(DeliveryKey key) {
    journal.split(journalKey(key.hex()));
  }

  void answered(DeliveryKey key) {
    journal.answered(journalKey(key.hex()));
  }

  /** Destinations may share a journal. */
  private String journalKey(String hex) {
    return Sha256.hex(destination.name() + "/" + hex);
  }

  private HttpRequest request(
      URI uri, String method, String key, Optional<String> token, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofByteArray(body))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "Lakeroute")
            .header(destination.template().keyHeader(), key);
    destination.credentials().ifPresent(each -> request.header(each.header(), token.orElseThrow()));
    return request.build();
  }

  private Verdict verdict(Reply reply, int records) {
    if (reply instanceof Reply.Answer answer) {
      return judge.verdict(answer.status(), answer.body(), records);
    } else if (reply instanceof Reply.NotSent notSent) {
      return new Verdict.Later("UNAVAILABLE", notSent.what());
    }
    return new Verdict.Unclear(((Reply.Lost) reply).what());
  }

  private DeliveryException failure(String reason, String what, Duration retryAfter) {
    return new DeliveryException(
        reason,
        "The destination '%s' %s. No row was rejected for it; the next delivery of the batch has the same keys."
            .formatted(destination.name(), what),
        retryAfter);
  }

  /** The repetitions of one request. */
  private final class Attempts {
    private final long began = System.nanoTime();
    private int repetitions;
    private boolean rotated;

    void next(String reason, String what, Reply reply) {
      Optional<Duration> wanted =
          reply instanceof Reply.Answer answer
              ? answer.retryAfter().flatMap(text -> RetryAfter.read(text, Instant.now()))
              : Optional.empty();
      Optional<Duration> wait =
          retries.next(repetitions, Duration.ofNanos(System.nanoTime() - began), wanted);
      if (wait.isEmpty()) {
        throw failure(
            reason,
            what
                + (repetitions == 0
                    ? ""
                    : ", after " + repetitions + (repetitions == 1 ? " retry" : " retries"))
                + wanted
                    .map(asked -> ", and asks for " + asked.toSeconds() + " seconds")
                    .orElse(""),
            wanted.orElse(Duration.ZERO));
      }
      repetitions++;
      pauses.pause(wait.get());
    }

    /** Whether the token was replaced while the request was under way: then it counts once more. */
    boolean isRotated(Verdict.Refused refused, Optional<String> sent) {
      boolean again =
          !rotated
              && refused.reason().equals("UNAUTHENTICATED")
              && Credentials.changed(destination.credentials(), sent);
      rotated |= again;
      return again;
    }
  }
}
