// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.jdbc.api.impl.DatabricksConnection;
import com.databricks.jdbc.api.impl.DatabricksConnectionContextFactory;
import com.databricks.jdbc.api.impl.ImmutableSessionInfo;
import com.databricks.jdbc.api.internal.IDatabricksConnectionContext;
import com.databricks.jdbc.api.internal.IDatabricksStatementInternal;
import com.databricks.jdbc.common.IDatabricksComputeResource;
import com.databricks.jdbc.dbclient.IDatabricksClient;
import com.databricks.jdbc.dbclient.impl.common.StatementId;
import io.lakeroute.databricks.CpuTime;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.profile.Secret;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the driver's own statements, up to the client that would send them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentTextTest {

  private static final ConnectionProfile PROFILE =
      ConnectionProfile.of(
          "acme",
          HostAddress.parse("adb-1.azuredatabricks.net"),
          Compute.ofHttpPath("/sql/1.0/warehouses/w1"),
          new Credentials.ServicePrincipal("sp", Secret.of("hush")));

  /** What the driver looks for in statements, and what may surround it. */
  private static final List<String> FRAGMENTS =
      List.of(
          "SELECT 1",
          "SELECT",
          "INSERT INTO t (a, b) VALUES (",
          "WITH",
          "x",
          "LIKE",
          "ESCAPE",
          "escape",
          "EsCaPe",
          "ESCAPED",
          " ",
          "  ",
          "\t",
          "\n",
          "\r",
          "\r\n",
          "\f",
          "\u000B",
          "\u00A0",
          "\u2028",
          "'",
          "\"",
          "''",
          "\"\"",
          "'\"",
          "'!'",
          "`",
          "\\",
          "\\'",
          ";",
          ",",
          ")",
          "(",
          "}",
          "{fn now()",
          "{d '2020-01-01'}",
          "{t '10:00:00'}",
          "{ts '2020-01-01 10:00:00'}",
          "{oj a}",
          "{call f(",
          "{? = call f",
          "--",
          "/*",
          "*/",
          "/*+",
          "?",
          ":a",
          "::",
          "$1",
          "${x}",
          "\u0130",
          "\u017F",
          "\uD83D\uDE00",
          "\u0000",
          "%s",
          "PUT",
          "REMOVE",
          "SET",
          "USE",
          "SHOW");

  private final AtomicReference<String> sent = new AtomicReference<>();
  private final Connection session = session();

  SentTextTest() throws SQLException {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a%' LIKE 'a!%' ESCAPE '!'",
        "SELECT x LIKE :p ESCAPE '\\\\'",
        "SELECT x LIKE :p ESCAPE ' '",
        "SELECT '' AS escape, \"\" AS e",
        "SELECT 'ESCAPE', '', \"ESCAPE''\"",
        "SELECT '{fn now()}', '{d ''2020-01-01''}', 'it''s'",
        "SELECT 1 -- {call f()} ?",
        "SELECT '\uD83D\uDE00\u0000\u2028'"
      })
  void lets_pass_what_the_driver_leaves_alone(String sql) throws SQLException {
    assertThat(SentText.ofDriver(sql)).isEqualTo(sql).isEqualTo(sent(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x LIKE 'a' ESCAPE ''",
        "SELECT x LIKE 'a' escape \"\" FROM t",
        "SELECT x LIKE 'a'\n\tESCAPE\n'';",
        "SELECT f(x LIKE 'a' ESCAPE ''), 1",
        "SELECT *, 'a ESCAPE '\" ' AS x FROM globex.crm.leads -- \"",
        "SELECT 'a ESCAPE \"\" b'",
        "SELECT `a ESCAPE '' b` FROM t",
        "SELECT 1 -- ESCAPE ''",
        "SELECT 1 /* ESCAPE '' */"
      })
  void refuses_what_the_driver_alters(String sql) throws SQLException {
    assertThat(sent(sql)).isNotEqualTo(sql);
    assertThatThrownBy(() -> SentText.ofDriver(sql))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessageStartingWith(
            "The statement has ESCAPE and an empty pair of quotes near character ");
  }

  @Test
  void says_where_and_what_to_do() {
    assertThatThrownBy(() -> SentText.ofDriver("SELECT x LIKE 'a' ESCAPE ''"))
        .hasMessage(
            "The statement has ESCAPE and an empty pair of quotes near character 18, which the JDBC driver deletes"
                + " from every statement. Leave an empty ESCAPE clause out, or name its character as in ESCAPE '!';"
                + " pass a literal with such a text as a parameter.");
  }

  @Test
  void refuses_half_a_character_for_every_interface() {
    String message =
        "The statement has half of a character (an unpaired surrogate), which would arrive as a question mark."
            + " Write the whole character.";

    assertThatThrownBy(() -> SentText.ofDriver("SELECT '\uD83D'")).hasMessage(message);
    assertThatThrownBy(() -> SentText.encodable("SELECT `a\uDE00`")).hasMessage(message);
  }

  @Test
  void refuses_blanks_that_would_keep_the_driver_busy() {
    String most = "SELECT" + " \n".repeat(250) + "1";

    assertThat(SentText.ofDriver(most)).isEqualTo(most);
    assertThatThrownBy(() -> SentText.ofDriver("SELECT" + "\t".repeat(100_000) + "1"))
        .hasMessage(
            "The statement has more than 500 blanks and line ends in a row, up to character 507, over which the"
                + " JDBC driver takes very long. Shorten them.");
  }

  @Tag("matrix")
  @Test
  void refuses_many_rows_of_blanks_that_would_keep_the_driver_busy() {
    String rows = " ".repeat(500) + "x";
    String indented = "SELECT" + (" ".repeat(40) + "1,\n").repeat(20_000) + "1";

    assertThat(SentText.ofDriver("SELECT" + rows.repeat(400))).hasSize(6 + 400 * 501);
    assertThat(SentText.ofDriver(indented)).isSameAs(indented);
    assertThatThrownBy(() -> SentText.ofDriver("SELECT" + rows.repeat(500)))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessage(
            "The statement has too many long rows of blanks and line ends, up to character 200407, over which the"
                + " JDBC driver takes very long. Shorten them.");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ESCAPE", " ESCAPE ''x", "ESCAPE ", "'", "`", "\\", "--", "ESCAPE''"})
  void takes_no_longer_than_the_text_is(String part) {
    String text = part.repeat(1_000_000 / part.length());

    long nanos = CpuTime.of(() -> SentText.ofDriver(text));

    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(5));
  }

  /** A new driver that changes something else would be found here. */
  @Test
  void whatever_passes_reaches_the_drivers_client_as_it_is() throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      String sql = random(random);
      try {
        SentText.ofDriver(sql);
      } catch (DatabricksException e) {
        refused++;
        assertThat(sent(sql)).as("seed %d, statement %d", seed, i).isNotEqualTo(sql);
        continue;
      }
      assertThat(sent(sql)).as("seed %d, statement %d", seed, i).isEqualTo(sql);
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static String random(Random random) {
    StringBuilder sql = new StringBuilder("SELECT 1 ");
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      sql.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      if (random.nextInt(8) == 0) {
        sql.append(" ESCAPE ").append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      }
    }
    return sql.toString();
  }

  /** What the driver's client is given for a prepared statement that runs as StatementRunner's. */
  private String sent(String sql) throws SQLException {
    sent.set("nothing");
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.setEscapeProcessing(false);
      statement.executeQuery();
    } catch (SQLException e) {
      assertThat(e.getMessage()).isEqualTo("This client only listens.");
    }
    return sent.get();
  }

  private Connection session() throws SQLException {
    IDatabricksConnectionContext context =
        DatabricksConnectionContextFactory.create(
            DriverProperties.url(PROFILE),
            DriverProperties.of(PROFILE, QueryTags.of(PROFILE, ""), ResultDelivery.LINKS));
    IDatabricksClient client =
        (IDatabricksClient)
            Proxy.newProxyInstance(
                SentTextTest.class.getClassLoader(),
                new Class<?>[] {IDatabricksClient.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "createSession":
                      return ImmutableSessionInfo.builder()
                          .computeResource((IDatabricksComputeResource) arguments[0])
                          .sessionId("1")
                          .build();
                    case "executeStatement":
                      sent.set((String) arguments[0]);
                      ((IDatabricksStatementInternal) arguments[5])
                          .setStatementId(new StatementId("1"));
                      throw new SQLException("This client only listens.");
                    default:
                      return null;
                  }
                });
    DatabricksConnection connection = new DatabricksConnection(context, client);
    connection.open();
    return connection;
  }
}
