// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the driver does with an INSERT whose reply is lost: it sends it again, whatever its options
 * say. That is why the component writes past the driver, by key or by run.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriverResendTest {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";
  private static final Map<String, String> NO_RETRIES =
      Map.of("TemporarilyUnavailableRetry", "0", "RateLimitRetry", "0");

  private final LocalWorkspace workspace;

  /** Each test inserts an id of its own. */
  private final String table;

  DriverResendTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.table = workspace.name("resent");
    workspace.statements().run("CREATE TABLE " + table + " (id INT)");
  }

  @Tag("matrix")
  @Test
  void an_insert_that_took_effect_is_sent_again_and_its_row_is_there_twice() throws SQLException {
    assertThereTwice(503, NO_RETRIES);
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void so_it_is_where_the_driver_may_retry(int status) throws SQLException {
    assertThereTwice(status, Map.of());
  }

  private void assertThereTwice(int status, Map<String, String> options) throws SQLException {
    workspace.knobs().add(Fault.on(STATEMENTS, status).header("Retry-After", "1").afterTheEffect());
    int id = status + options.size();

    insert(id, options);

    assertThat(rows(id)).isEqualTo("2");
  }

  @Test
  void an_insert_whose_reply_came_is_there_once() throws SQLException {
    insert(1, Map.of());

    assertThat(rows(1)).isEqualTo("1");
  }

  private void insert(int id, Map<String, String> options) throws SQLException {
    try (Connection connection = Driver.connect(workspace.access(), Driver.Mode.SEA, options);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO " + table + " VALUES (" + id + ")");
    }
  }

  private String rows(int id) {
    return workspace
        .statements()
        .run("SELECT count(*) FROM " + table + " WHERE id = " + id)
        .get(0)
        .get(0);
  }
}
