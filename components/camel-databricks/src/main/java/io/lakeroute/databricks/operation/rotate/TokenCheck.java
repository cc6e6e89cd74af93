// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.Pause;
import java.time.Duration;
import java.util.function.Consumer;

/** Sees whether a secret gets a token. Thread-safe. */
final class TokenCheck {

  private static final Duration POLL = Duration.ofSeconds(2);

  private final Consumer<String> issue;
  private final Duration patience;

  /**
   * @param issue gets a token for a secret, or throws
   * @param patience how long a new secret may take to be known everywhere
   */
  TokenCheck(Consumer<String> issue, Duration patience) {
    this.issue = issue;
    this.patience = patience;
  }

  /**
   * Fails unless the secret gets a token now.
   *
   * @throws DatabricksException UNAUTHENTICATED when it does not
   */
  void check(String secret) {
    issue.accept(secret);
  }

  /** The same for a secret that was just made. */
  void checkNew(String secret) {
    long start = System.nanoTime();
    while (true) {
      try {
        check(secret);
        return;
      } catch (DatabricksException e) {
        long spent = System.nanoTime() - start;
        if (e.getReason() != Reason.UNAUTHENTICATED
            || spent + POLL.toNanos() > patience.toNanos()
            || !Pause.of(POLL)) {
          throw e;
        }
      }
    }
  }
}
