// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The parts of a DataSource that mean nothing here: the credentials are the connection profile's.
 * Stateless.
 */
abstract class DataSourceBase implements DataSource {

  private static final int LOGIN_SECONDS = 5;

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "The credentials are those of the connection profile.");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Logging goes through SLF4J.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The pool's own waiting time counts.
  }

  /** Hikari waits so many seconds, when it closes, for a session that is being opened. */
  @Override
  public int getLoginTimeout() {
    return LOGIN_SECONDS;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Logging goes through SLF4J.");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("Not a wrapper of " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
