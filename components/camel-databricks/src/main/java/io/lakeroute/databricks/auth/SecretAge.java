// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.SecretLife;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows when a connection's secret ends, and says so in time. Thread-safe. */
public final class SecretAge {

  private static final Logger LOG = LoggerFactory.getLogger(SecretAge.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final String connection;
  private final Secret secret;
  private final SecretLife life;
  private final InstantSource clock;
  private Instant quietUntil = Instant.MIN;

  /**
   * How much of the secret's life is left.
   *
   * @param ending true when it is time to replace it
   */
  public record Remaining(Instant expires, long days, boolean ending) {}

  SecretAge(String connection, Secret secret, SecretLife life, InstantSource clock) {
    this.connection = connection;
    this.secret = secret;
    this.life = life;
    this.clock = clock;
  }

  /** Empty for a connection without a secret. */
  public static Optional<SecretAge> of(ConnectionProfile profile, InstantSource clock) {
    if (profile.credentials() instanceof Credentials.ServicePrincipal sp) {
      return Optional.of(new SecretAge(profile.name(), sp.clientSecret(), sp.life(), clock));
    }
    if (profile.credentials() instanceof Credentials.Entra entra) {
      return Optional.of(new SecretAge(profile.name(), entra.clientSecret(), entra.life(), clock));
    }
    if (profile.credentials() instanceof Credentials.PersonalAccessToken pat) {
      return Optional.of(new SecretAge(profile.name(), pat.token(), pat.life(), clock));
    }
    return Optional.empty();
  }

  /** Empty when nothing tells when it ends; warns in the log, once a day, when that is near. */
  public Optional<Remaining> remaining() {
    Instant now = clock.instant();
    Optional<Remaining> remaining =
        life.end(secret)
            .map(
                end ->
                    new Remaining(
                        end,
                        Duration.between(now, end).toDays(),
                        !now.isBefore(end.minus(life.warning()))));
    remaining.filter(Remaining::ending).ifPresent(ending -> warn(ending, now));
    return remaining;
  }

  private synchronized void warn(Remaining ending, Instant now) {
    if (!now.isBefore(quietUntil)) {
      quietUntil = now.plus(BETWEEN_WARNINGS);
      LOG.warn(
          "The secret of connection '{}' expires at {}, in {} days. Replace it before, or have databricks:rotate do so.",
          connection,
          ending.expires(),
          ending.days());
    }
  }
}
