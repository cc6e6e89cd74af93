package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.auth.AccessToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A session on loan from its pool, which keeps its token fresh meanwhile; closing gives it back.
 * For one thread at a time.
 */
public final class Session implements AutoCloseable {

  private final SessionPool pool;
  private final Connection connection;
  private volatile AccessToken token;

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

  @Override
  public void close() throws SQLException {
    pool.giveBack(this);
  }
}
