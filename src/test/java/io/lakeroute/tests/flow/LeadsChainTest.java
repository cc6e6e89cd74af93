// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chain that ends in a database behind {@code jdbc:}: as it is, and with a user's own source.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class LeadsChainTest {

  private static final String CHAIN = "leads-to-database";

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private Connection connection;
  private Chains chains;

  LeadsChainTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeEach
  void create() throws Exception {
    connection = DriverManager.getConnection(url, "sa", "");
    execute(Chains.createTable(Chains.file(CHAIN)));
    chains =
        new Chains(workspace, folder.resolve("store"))
            .set("leads.database.url", url)
            .set("leads.database.username", "sa")
            .set("leads.database.password", "")
            .set("leads.table", workspace.name("leads"))
            .set("leads.frequency", "once");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void rows_of_a_table_are_merged_into_a_database() throws Exception {
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s AS SELECT lead_id, name, CAST(score AS DECIMAL(10,2)) AS score, updated_at FROM VALUES
              (1L, 'Ada "the first"', 1.10, TIMESTAMP'2026-03-29T00:59:59.123456Z'),
              (2L, NULL, NULL, TIMESTAMP'2026-03-29T01:30:00Z') AS t(lead_id, name, score, updated_at)
            """
                .formatted(workspace.name("leads")));
    execute("INSERT INTO leads (lead_id, name, score) VALUES (2, 'before', 7)");
    try (UserRoutes routes = chains.start(CHAIN)) {
      Chains.await(
          this::rows,
          List.of(
              "1|Ada \"the first\"|1.10|2026-03-29 00:59:59.123456+00",
              "2|null|null|2026-03-29 01:30:00+00"));
    }
  }

  @Test
  void rows_of_another_source_are_merged_into_the_database() throws Exception {
    Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(
        folder.resolve("inbox/leads.jsonl"),
        """
        {"lead_id": 7, "name": "Grace", "score": 1.5, "updated_at": null}
        {"lead_id": 7, "name": "Hopper", "score": 2.5, "updated_at": null}
        """);
    try (UserRoutes routes =
        chains
            .set("leads.enabled", false)
            .start(
                CHAIN,
                """
                - route:
                    from:
                      uri: file:%s/inbox?initialDelay=0
                      steps:
                        - split:
                            tokenize: "\\n"
                            steps:
                              - unmarshal:
                                  json: {}
                              - setBody:
                                  simple: "${list(${body})}"
                              - to: direct:leads-to-database
                """
                    .formatted(folder))) {
      Chains.await(this::rows, List.of("7|Hopper|2.50|null"));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT lead_id, name, score, updated_at FROM leads ORDER BY lead_id")) {
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int column = 1; column <= 4; column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
