// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.auth.AccessToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session on loan from its pool, which keeps its token fresh meanwhile; closing gives it back.
 * For one thread at a time.
 */
public final class Session implements AutoCloseable {

  /** The service answers after 10 seconds at most, whether a statement has ended or not. */
  static final Duration LONGEST_AFTERMATH = Duration.ofSeconds(15);

  private final SessionPool pool;
  private final Connection connection;
  private volatile AccessToken token;
  private final AtomicBoolean abandoned = new AtomicBoolean();

  Session(SessionPool pool, Connection connection, AccessToken token) {
    this.pool = pool;
    this.connection = connection;
    this.token = token;
  }

  public Connection connection() {
    return connection;
  }

  /** The token the session has now. */
  public AccessToken token() {
    return token;
  }

  void renewed(AccessToken newer) {
    token = newer;
  }

  /** Tags the statements from here on with a run, or with none. */
  public void tagRun(Optional<String> run) throws SQLException {
    pool.tagRun(this, run);
  }

  /** A call of the driver over this session. */
  @FunctionalInterface
  public interface Call<T> {
    T make() throws SQLException;
  }

  /**
   * What a call gives. One that takes too long ends the session, which is closed instead of given
   * back.
   *
   * @throws SQLTimeoutException when it took longer than it may
   */
  public <T> T within(Duration time, Call<T> call) throws SQLException {
    try (Watchdog watchdog = pool.watchdog(time, this)) {
      return watchdog.watch(call);
    }
  }

  /**
   * What a call that runs a statement gives. Its caller does not wait longer than that; the call
   * then goes on for a while, since the driver can cancel a statement only when it has the answer
   * that names it. The session is closed instead of given back.
   *
   * @throws SQLTimeoutException when it took longer than it may
   */
  public <T> T detached(Duration time, Call<T> call) throws SQLException {
    CompletableFuture<T> result =
        pool.begin(this, () -> within(time.plus(LONGEST_AFTERMATH), call));
    try {
      return result.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pool.abandoned(time, this);
      throw new SQLTimeoutException(e);
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while the statement ran", "57014");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /** Whether it was not yet. */
  boolean abandon() {
    return !abandoned.getAndSet(true);
  }

  /** Whether a call took too long, and the session is of no use any more. */
  public boolean abandoned() {
    return abandoned.get();
  }

  @Override
  public void close() throws SQLException {
    pool.giveBack(this);
  }
}
