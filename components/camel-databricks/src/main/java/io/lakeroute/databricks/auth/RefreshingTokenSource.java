// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.SingleFlight;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches one token, renews it ahead of its end, and makes one call however many callers find it
 * missing. Thread-safe.
 *
 * <p>A third of the token's life before its end (at most 20 minutes), the first caller starts a
 * renewal in the background and everybody goes on with the old token. A sixth before its end (at
 * most 5 minutes) the token counts as gone and callers wait for the new one: a statement is polled
 * for with the token it began with, and Azure refuses a token in its last 30 seconds.
 */
public final class RefreshingTokenSource implements TokenSource {

  private static final Logger LOG = LoggerFactory.getLogger(RefreshingTokenSource.class);
  private static final Duration LONGEST_HEAD_START = Duration.ofMinutes(20);
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);
  private static final Duration RENEWAL_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  /** Gets a token from its issuer, over the network. */
  @FunctionalInterface
  public interface Issuer {
    AccessToken issue();
  }

  private final Issuer issuer;
  private final InstantSource clock;
  private final Executor background;
  private final SingleFlight<AccessToken> flight = new SingleFlight<>();
  private volatile Held held = Held.NOTHING;

  /** A token with the two moments that follow from its life. */
  private record Held(AccessToken token, Instant renewFrom, Instant usableUntil) {
    static final Held NOTHING =
        new Held(new AccessToken("", Instant.MIN, Instant.MIN), Instant.MAX, Instant.MIN);

    static Held of(AccessToken token) {
      if (token.expiresAt().equals(Instant.MAX)) {
        return new Held(token, Instant.MAX, Instant.MAX);
      }
      Duration life = Duration.between(token.issuedAt(), token.expiresAt());
      return new Held(
          token,
          token.expiresAt().minus(shorter(life.dividedBy(3), LONGEST_HEAD_START)),
          token.expiresAt().minus(shorter(life.dividedBy(6), LONGEST_MARGIN)));
    }

    Held renewFrom(Instant later) {
      return new Held(token, later, usableUntil);
    }

    private static Duration shorter(Duration a, Duration b) {
      return a.compareTo(b) < 0 ? a : b;
    }
  }

  /**
   * @param issuer where tokens come from
   * @param clock what time it is
   * @param background runs renewals that nobody waits for
   */
  public RefreshingTokenSource(Issuer issuer, InstantSource clock, Executor background) {
    this.issuer = requireNonNull(issuer, "issuer");
    this.clock = requireNonNull(clock, "clock");
    this.background = requireNonNull(background, "background");
  }

  @Override
  public AccessToken token() {
    Held now = held;
    Instant instant = clock.instant();
    if (!instant.isBefore(now.usableUntil())) {
      return fetch();
    }
    if (!instant.isBefore(now.renewFrom())) {
      renewAhead(now, instant);
    }
    return now.token();
  }

  @Override
  public boolean cached() {
    return clock.instant().isBefore(held.usableUntil());
  }

  @Override
  public synchronized void invalidate(AccessToken refused) {
    if (held.token().equals(refused)) {
      held = Held.NOTHING;
    }
  }

  private void renewAhead(Held seen, Instant now) {
    synchronized (this) {
      if (held != seen) {
        return;
      }
      held = seen.renewFrom(now.plus(RENEWAL_RETRY));
    }
    try {
      background.execute(this::renewQuietly);
    } catch (RejectedExecutionException e) {
      LOG.debug("Token renewal not started: shutting down");
    }
  }

  private void renewQuietly() {
    try {
      flight.run(this::issue, LONGEST_CALL);
    } catch (RuntimeException e) {
      LOG.warn(
          "Cannot renew the token ahead of its end, the old one is still in use: {}",
          e.getMessage());
    }
  }

  private AccessToken fetch() {
    return flight
        .run(this::issueUnlessThere, TimeLimit.left(LONGEST_CALL))
        .orElseThrow(
            () ->
                new DatabricksException(
                    Reason.UNAVAILABLE,
                    "The token endpoint did not answer within "
                        + LONGEST_CALL.toSeconds()
                        + " s. Try again later."));
  }

  /** A caller that saw no token may come here just after another one has fetched it. */
  private AccessToken issueUnlessThere() {
    Held now = held;
    return clock.instant().isBefore(now.usableUntil()) ? now.token() : issue();
  }

  private AccessToken issue() {
    AccessToken fresh;
    try (TimeLimit limit = TimeLimit.within(LONGEST_CALL)) {
      fresh = issuer.issue();
    }
    synchronized (this) {
      held = Held.of(fresh);
    }
    return fresh;
  }
}
