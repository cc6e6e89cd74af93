// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.jdbc.api.IDatabricksConnection;
import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.waiting.Alarms;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions of the driver with the connection's token and puts a newer token into open ones.
 * Thread-safe.
 *
 * <p>The driver takes a new token for a live session through its client info (with {@code
 * EnableTokenFederation=0} only), so a session outlives its first token without being opened again.
 */
final class SessionSource extends DataSourceBase {

  private static final Logger LOG = LoggerFactory.getLogger(SessionSource.class);

  /** Failures of sessions that still had the old token come in after a new one was fetched. */
  private static final Duration STRAGGLERS = Duration.ofSeconds(5);

  /** How long a statement that only sets a tag may take. */
  private static final int TAG_SECONDS = 30;

  private final ConnectionProfile profile;
  private final TokenSource tokens;
  private final Properties settings;
  private final Alarms alarms;
  private final Map<Connection, Opened> opened = Collections.synchronizedMap(new WeakHashMap<>());

  /** The run tag of each session; none where setting it failed, so that it is set again. */
  private final Map<Connection, Optional<String>> runs =
      Collections.synchronizedMap(new WeakHashMap<>());

  private volatile Optional<OpenFailure> lastFailure = Optional.empty();
  private volatile long distrustedBefore = System.nanoTime();
  private volatile boolean closed;

  /** When and why a session could not be opened: the pool opens them on a thread of its own. */
  private record OpenFailure(long nanoTime, SQLException failure) {}

  /** What an open session has. */
  private record Opened(long nanoTime, AccessToken token) {}

  SessionSource(
      ConnectionProfile profile,
      TokenSource tokens,
      QueryTags tags,
      ResultDelivery delivery,
      Alarms alarms) {
    this.alarms = alarms;
    this.profile = profile;
    this.tokens = tokens;
    this.settings = DriverProperties.of(profile, tags, delivery);
    DirectSession.requireKnownDriver();
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      AccessToken token = tokens.token();
      try {
        return open(token);
      } catch (SQLException e) {
        if (ErrorClassifier.reason(e) != Reason.UNAUTHENTICATED) {
          throw e;
        }
        tokens.invalidate(token);
        return open(tokens.token());
      }
    } catch (SQLException e) {
      lastFailure = Optional.of(new OpenFailure(System.nanoTime(), e));
      throw e;
    }
  }

  private Connection open(AccessToken token) throws SQLException {
    Properties p = new Properties();
    p.putAll(settings);
    p.setProperty(DriverProperties.ACCESS_TOKEN, token.value());
    long now = System.nanoTime();
    Connection session =
        DirectSession.open(
            DriverProperties.url(profile),
            p,
            profile.host().plainHttp(),
            (time, abort) -> new Watchdog(time, alarms, abort));
    if (closed) {
      session.close();
      throw new SQLException("Connection '" + profile.name() + "' is shut down.");
    }
    opened.put(session, new Opened(now, token));
    runs.put(session, Optional.empty());
    return session;
  }

  /** Makes what a session waits for fail, now and from now on. */
  void abort(Connection pooled) {
    try {
      pooled.unwrap(DirectSession.class).abort();
    } catch (SQLException e) {
      LOG.debug("A session that is given up has been closed already");
    }
  }

  /** A call that may go on when its caller has left. */
  void underway(Connection pooled, CompletableFuture<?> call) throws SQLException {
    pooled.unwrap(DirectSession.class).underway(call);
  }

  /** A closed pool drops a session that is opened too late, and leaves it open. */
  void close() {
    closed = true;
  }

  /**
   * Tags what a session runs from now on; costs a statement only where the last user's run was
   * another. A session that nobody uses runs nothing, so its tag is left until then.
   */
  void tagRun(Connection pooled, Optional<String> run) throws SQLException {
    Connection session = pooled.unwrap(IDatabricksConnection.class);
    if (!run.equals(runs.get(session))) {
      runs.remove(session);
      try (Statement statement = pooled.createStatement()) {
        statement.setQueryTimeout(TAG_SECONDS);
        statement.setEscapeProcessing(false);
        statement.execute(SentText.ofDriver(QueryTags.setRun(run)));
      }
      runs.put(session, run);
    }
  }

  /**
   * Fails now, on the caller's thread, when no token can be had: the pool would only say that it
   * timed out.
   */
  void requireToken() {
    tokens.token();
  }

  /**
   * The latest failure to open a session, if it happened after the given {@link System#nanoTime()}.
   */
  Optional<SQLException> failureSince(long nanoTime) {
    return lastFailure.filter(f -> f.nanoTime() - nanoTime > 0).map(OpenFailure::failure);
  }

  /** Gives a pooled session the token of now; costs nothing while that is the one it has. */
  AccessToken renew(Connection pooled) throws SQLException {
    AccessToken token = tokens.token();
    Connection session = pooled.unwrap(IDatabricksConnection.class);
    Opened has = opened.get(session);
    if (has == null || !token.equals(has.token())) {
      session.setClientInfo(DriverProperties.ACCESS_TOKEN, token.value());
      opened.put(session, new Opened(has == null ? System.nanoTime() : has.nanoTime(), token));
    }
    return token;
  }

  /**
   * False for a session that is older than the last sign that the server no longer serves sessions
   * of its time.
   */
  boolean trusted(Connection pooled) throws SQLException {
    Opened has = opened.get(pooled.unwrap(IDatabricksConnection.class));
    return has != null && has.nanoTime() - distrustedBefore > 0;
  }

  /** The server refused the token of some session. */
  void tokenRefused() {
    if (tokens.cached()) {
      AccessToken current = tokens.token();
      if (current.issuedAt().plus(STRAGGLERS).isBefore(Instant.now())) {
        tokens.invalidate(current);
      }
    }
    distrustedBefore = System.nanoTime();
  }

  /** The server does not know some session any more, which after its restart is true of all. */
  void sessionsLost() {
    distrustedBefore = System.nanoTime();
  }
}
