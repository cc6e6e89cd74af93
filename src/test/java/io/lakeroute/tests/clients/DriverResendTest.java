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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the driver does with an INSERT whose reply is lost: it sends it again, whatever its options
 * say. That is why the component writes past the driver, by key or by run.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class DriverResendTest {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";
  private static final Map<String, String> NO_RETRIES =
      Map.of("TemporarilyUnavailableRetry", "0", "RateLimitRetry", "0");

  private final LocalWorkspace workspace;

  DriverResendTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @ParameterizedTest
  @CsvSource({"503, true", "503, false", "429, true"})
  void an_insert_that_took_effect_is_sent_again_and_its_row_is_there_twice(
      int status, boolean retries) throws SQLException {
    String table = table("resent_" + status + "_" + retries);
    workspace.knobs().add(Fault.on(STATEMENTS, status).header("Retry-After", "1").afterTheEffect());

    insert(table, retries ? Map.of() : NO_RETRIES);

    assertThat(rows(table)).isEqualTo("2");
  }

  @Test
  void an_insert_whose_reply_came_is_there_once() throws SQLException {
    String table = table("sent_once");

    insert(table, Map.of());

    assertThat(rows(table)).isEqualTo("1");
  }

  private void insert(String table, Map<String, String> options) throws SQLException {
    try (Connection connection = Driver.connect(workspace.access(), Driver.Mode.SEA, options);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
    }
  }

  private String table(String name) {
    String table = workspace.name(name);
    workspace.statements().run("CREATE TABLE " + table + " (id INT)");
    return table;
  }

  private String rows(String table) {
    return workspace.statements().run("SELECT count(*) FROM " + table).get(0).get(0);
  }
}
