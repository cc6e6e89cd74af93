package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.auth.AccessToken;
import java.sql.Connection;
import java.sql.SQLException;

/** A session on loan from its pool; closing gives it back. For one thread at a time. */
public final class Session implements AutoCloseable {

  private final SessionPool pool;
  private final Connection connection;
  private AccessToken token;

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

  /** Gives the session the token of now, so that a long read outlives its first one. */
  public void renew() throws SQLException {
    token = pool.renew(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
