// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Says why a connection has no sessions for plain {@code jdbc:} endpoints. Immutable. */
public final class ClosedDataSource extends DataSourceBase {

  private final String connection;

  public ClosedDataSource(String connection) {
    this.connection = connection;
  }

  @Override
  public Connection getConnection() throws SQLException {
    throw new SQLException(
        "Connection '"
            + connection
            + "' has onlyCatalogs, and statements of jdbc: and sql: endpoints are not checked against them."
            + " Use databricks:query, or a connection without onlyCatalogs.");
  }
}
