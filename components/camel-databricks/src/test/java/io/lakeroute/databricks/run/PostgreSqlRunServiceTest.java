package io.lakeroute.databricks.run;

import io.lakeroute.databricks.store.StoreSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class PostgreSqlRunServiceTest {

  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  private static StoreSettings ofServer() {
    return new StoreSettings.PostgreSql(
        server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""),
        "postgres",
        Optional.empty());
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
