// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL server of this process, which ends with it. Safe for threads. */
public final class PostgresServer {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PostgresServer() {}

  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes an empty database that the user {@code postgres} needs no password for. */
  public static String newDatabase() throws SQLException {
    String name = "made" + DATABASES.incrementAndGet();
    try (var connection = Running.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return Running.SERVER.getJdbcUrl("postgres", name).replaceFirst("\\?.*", "");
  }
}
