// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.PostgresServer;
import io.lakeroute.databricks.store.StoreSettings;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("matrix")
class PostgreSqlRunServiceTest {

  private static String url;

  @BeforeAll
  static void startServer() throws SQLException {
    url = PostgresServer.newDatabase();
  }

  private static StoreSettings ofServer() {
    return new StoreSettings.PostgreSql(url, "postgres", Optional.empty());
  }

  @Nested
  class Turns extends RunTurnsContract {
    @Override
    StoreSettings settings() {
      return ofServer();
    }
  }

  @Nested
  class Control extends RunControlContract {
    @Override
    StoreSettings settings() {
      return ofServer();
    }
  }
}
