package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.auth.AccessToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A session on loan from its pool, which keeps its token fresh meanwhile; closing gives it back.
 * For one thread at a time.
 */
public final class Session implements AutoCloseable {

  private final SessionPool pool;
  private final Connection connection;
  private volatile AccessToken token;
  private volatile boolean abandoned;

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

  void abandon() {
    abandoned = true;
  }

  /** Whether a call took too long, and the session is of no use any more. */
  public boolean abandoned() {
    return abandoned;
  }

  @Override
  public void close() throws SQLException {
    pool.giveBack(this);
  }
}
