// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.waiting.Alarms;
import io.lakeroute.databricks.waiting.Repeater;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open sessions of one connection and flow: none until the first is asked for, none again some
 * time after the last use, so that a warehouse can sleep. Thread-safe.
 */
public final class SessionPool extends DataSourceBase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  /**
   * Hikari reports a refused session only when its waiting time is over, so we wait in slices and
   * look in between.
   */
  private static final Duration SLICE = Duration.ofMillis(250);

  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

  private final ConnectionProfile profile;
  private final String poolName;
  private final SessionSource source;
  private final Supplier<ScheduledExecutorService> housekeeping;
  private final Repeater renewals;
  private final Alarms alarms;
  private final Executor threads;
  private final Set<Session> onLoan = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private volatile Optional<HikariDataSource> pool = Optional.empty();
  private Optional<Future<?>> renewal = Optional.empty();
  private boolean closed;

  /**
   * @param flow part of the pool's name
   * @param tags query tags of every session
   * @param delivery how the rows of their statements come
   * @param housekeeping one timer for all pools; asked for with the first session
   * @param renewals renews the tokens of sessions that are lent for long
   * @param alarms end calls that take too long
   * @param threads for statements
   */
  public SessionPool(
      ConnectionProfile profile,
      String flow,
      QueryTags tags,
      ResultDelivery delivery,
      TokenSource tokens,
      Supplier<ScheduledExecutorService> housekeeping,
      Repeater renewals,
      Alarms alarms,
      Executor threads) {
    this.profile = profile;
    this.poolName =
        "databricks-"
            + profile.name()
            + (profile.tenant().equals(profile.name()) ? "" : "-" + profile.tenant())
            + (flow.isEmpty() ? "" : "-" + flow);
    this.source = new SessionSource(profile, tokens, tags, delivery, alarms);
    this.alarms = alarms;
    this.threads = threads;
    this.housekeeping = housekeeping;
    this.renewals = renewals;
  }

  /** For plain {@code jdbc:} and {@code sql:} endpoints. */
  @Override
  public Connection getConnection() throws SQLException {
    try {
      return lend(DEFAULT_WAIT).connection();
    } catch (DatabricksException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /**
   * A session with a token that is good now.
   *
   * @throws DatabricksException when none can be opened, or none becomes free in time
   */
  public Session borrow(Duration wait) {
    Session session = lend(wait);
    onLoan.add(session);
    return session;
  }

  private Session lend(Duration wait) {
    source.requireToken();
    HikariDataSource hikari = pool();
    long start = System.nanoTime();
    while (true) {
      try {
        Connection connection = hikari.getConnection();
        if (!source.trusted(connection)) {
          hikari.evictConnection(connection);
          connection.close();
          continue;
        }
        return new Session(this, connection, renewed(connection));
      } catch (SQLTransientConnectionException e) {
        Optional<SQLException> refused = source.failureSince(start);
        if (refused.isPresent() && ErrorClassifier.reason(refused.get()) != Reason.UNAVAILABLE) {
          throw failure(refused.get());
        }
        if (System.nanoTime() - start >= wait.toNanos()) {
          throw refused.map(this::failure).orElseGet(() -> none(hikari, wait));
        }
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }

  private AccessToken renewed(Connection connection) throws SQLException {
    try {
      return source.renew(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  void giveBack(Session session) throws SQLException {
    onLoan.remove(session);
    if (session.abandoned()) {
      // Closes it on a thread of the pool; closing it here would close its statements here.
      pool.ifPresent(hikari -> hikari.evictConnection(session.connection()));
    } else {
      session.connection().close();
    }
  }

  Watchdog watchdog(Duration time, Session session) {
    return new Watchdog(
        time,
        alarms,
        () -> {
          abandoned(time, session);
          source.abort(session.connection());
        });
  }

  void abandoned(Duration time, Session session) {
    if (session.abandon()) {
      LOG.warn(
          "A session of {} is given up: the workspace did not answer a call within {} ms",
          poolName,
          time.toMillis());
    }
  }

  /** Makes a call on another thread. */
  <T> CompletableFuture<T> begin(Session session, Session.Call<T> call) throws SQLException {
    CompletableFuture<T> result = new CompletableFuture<>();
    source.underway(session.connection(), result);
    threads.execute(
        () -> {
          try {
            result.complete(call.make());
          } catch (SQLException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  void tagRun(Session session, Optional<String> run) throws SQLException {
    source.tagRun(session.connection(), run);
  }

  /**
   * A statement is polled for, and its result fetched, with the session's token: both may take
   * longer than a token lives.
   */
  private void renewLoans() {
    for (Session session : onLoan) {
      try {
        session.renewed(source.renew(session.connection()));
      } catch (SQLException | RuntimeException e) {
        LOG.debug("Renewing the token of a session failed with {}", e.getClass().getName());
      }
    }
  }

  /** Sessions in use or kept; 0 before the first use. */
  public int open() {
    return pool.map(p -> p.getHikariPoolMXBean().getTotalConnections()).orElse(0);
  }

  private DatabricksException failure(SQLException e) {
    return ErrorClassifier.failure(
        "Cannot open a session on connection '" + profile.name() + "'",
        e,
        profile.compute() instanceof Compute.SqlWarehouse warehouse
            ? Optional.of(warehouse.id())
            : Optional.empty());
  }

  private DatabricksException none(HikariDataSource hikari, Duration wait) {
    if (hikari.getHikariPoolMXBean().getActiveConnections() < profile.maxConcurrent()) {
      return new DatabricksException(
          Reason.UNAVAILABLE,
          "Cannot open a session on connection '"
              + profile.name()
              + "': "
              + profile.compute()
              + " did not open one within "
              + wait.toSeconds()
              + " s. Try again later.",
          Optional.empty(),
          10,
          Optional.empty());
    }
    return new DatabricksException(
        Reason.THROTTLED,
        "Connection '"
            + profile.name()
            + "': all "
            + profile.maxConcurrent()
            + " sessions were busy for "
            + wait.toMillis()
            + " ms. Try again later or raise maxConcurrent.",
        Optional.empty(),
        5,
        Optional.empty());
  }

  private HikariDataSource pool() {
    Optional<HikariDataSource> there = pool;
    if (there.isPresent()) {
      return there.get();
    }
    synchronized (lock) {
      if (closed) {
        throw new DatabricksException(
            Reason.UNAVAILABLE, "Connection '" + profile.name() + "' is shut down.");
      }
      if (pool.isEmpty()) {
        pool = Optional.of(new HikariDataSource(config()));
        renewal = Optional.of(renewals.repeat(this::renewLoans, RENEWAL));
      }
      return pool.get();
    }
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName(poolName);
    config.setDataSource(source);
    config.setMinimumIdle(0);
    config.setMaximumPoolSize(profile.maxConcurrent());
    config.setIdleTimeout(profile.idleTimeout().toMillis());
    config.setMaxLifetime(0);
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(SLICE.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setScheduledExecutor(housekeeping.get());
    config.setExceptionOverride(new RefusalWatch(source));
    return config;
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      source.close();
      renewal.ifPresent(task -> task.cancel(false));
      pool.ifPresent(HikariDataSource::close);
    }
  }

  @Override
  public String toString() {
    return poolName;
  }
}
