// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.PostgresServer;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("matrix")
class PostgreSqlStoreTest extends CursorStoreContract {

  private static String url;

  @BeforeAll
  static void start() throws SQLException {
    url = PostgresServer.newDatabase();
  }

  @Override
  StoreSettings settings() {
    return new StoreSettings.PostgreSql(url, "postgres", Optional.empty());
  }

  @Test
  void says_that_a_server_does_not_answer() {
    var nowhere =
        new StoreSettings.PostgreSql("jdbc:postgresql://127.0.0.1:1/x", "u", Optional.empty());
    assertThatThrownBy(() -> StoreOpener.open(nowhere))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE))
        .hasMessage(
            "Cannot open the cursor store jdbc:postgresql://127.0.0.1:1/x (SQLSTATE 08001)."
                + " Check that its database can be reached; it is tried again with the next call.");
  }
}
