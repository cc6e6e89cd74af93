// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Chains about profiles: as they are, and with a user's own sink or source. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class PeopleChainsTest {

  private static final Path TO_POSTGRESQL = Chains.EXAMPLES.resolve("syncs/people.camel.yaml");

  @TempDir private Path folder;
  private final LocalWorkspace workspace;

  PeopleChainsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    ProfileShop.fill(workspace);
  }

  @Test
  void changed_people_are_delivered_and_forgotten_and_rejects_are_in_a_file() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement database = connection.createStatement()) {
      database.execute(Chains.createTable(TO_POSTGRESQL));
      Chains chains =
          people("people")
              .set("people.sink", "direct:people-to-postgresql")
              .set("people.database.url", postgres.getJdbcUrl("postgres", "postgres"))
              .set("people.database.username", "postgres")
              .set("people.database.password", "postgres");
      try (UserRoutes routes = chains.start("changed-people", Files.readString(TO_POSTGRESQL))) {
        Chains.await(() -> identifiers(database), List.of("ada@b.c", "bob@b.c"));
        assertThat(Files.readString(folder.resolve("rejects/people.jsonl")))
            .contains("no ISO 3166-1 alpha-2 country code")
            .doesNotContain("cy@b.c");
        Chains.await(() -> person(routes).path("source").asText(), "cache");

        sql("UPDATE %s SET country = 'FR' WHERE id = 1", "people");
        Chains.await(() -> person(routes).at("/attributes/people.country").asText(), "FR");
      }
    }
  }

  @Test
  void another_sink_gets_the_records_of_changed_people() throws Exception {
    try (UserRoutes routes =
        people("others")
            .set("people.sink", "direct:mine")
            .start(
                "changed-people",
                """
                - beans:
                    - name: jsonLines
                      type: io.lakeroute.processors.camel.JsonLines
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - process:
                            ref: jsonLines
                        - to: seda:mine?waitForTaskToComplete=Never
                """)) {
      assertThat(routes.receive("seda:mine"))
          .contains("\"identifier\":\"ada@b.c\"")
          .doesNotContain("cy@b.c");
    }
  }

  @Test
  void a_visitor_is_answered_with_interactions_and_profile() throws Exception {
    try (UserRoutes routes = visitor().start("visitor")) {
      JsonNode answer = json(routes.send("direct:visitor", "2", Map.of()));

      assertThat(answer.at("/history/interactions")).hasSize(2);
      assertThat(answer.at("/history/interactions/0/type").asText()).isEqualTo("purchase");
      assertThat(answer.at("/visitor/profile").asText()).isEqualTo("2");
      assertThat(answer.at("/visitor/attributes/customers.email").asText())
          .isEqualTo("c2@example.com");
      assertThat(answer.at("/visitor/segments/0/name").asText()).isEqualTo("buyers");
      assertThat(routes.send("direct:visitor", "99", Map.of()).getException())
          .hasMessage("There is no profile with that id");
    }
  }

  @Test
  void another_source_names_the_visitors() throws Exception {
    Files.createDirectories(folder.resolve("visitors"));
    Files.writeString(folder.resolve("visitors/one.txt"), "3\n");
    try (UserRoutes routes =
        visitor()
            .start(
                "visitor",
                """
                - route:
                    from:
                      uri: file:%s/visitors?initialDelay=0
                      steps:
                        - setBody:
                            simple: "${bodyAs(String).trim()}"
                        - to: direct:visitor
                        - to: seda:known?waitForTaskToComplete=Never
                """
                    .formatted(folder))) {
      assertThat(Rest.JSON.readTree(routes.receive("seda:known")).at("/visitor/profile").asText())
          .isEqualTo("3");
    }
  }

  private Chains visitor() {
    ProfileShop.write(workspace, folder);
    String files = "file:" + folder;
    return new Chains(workspace, folder.resolve("store"))
        .set("visitor.mappings", files + "/*.interactions.yaml")
        .set("visitor.models", files + "/*.model.yaml")
        .set("visitor.definitions", files + "/*.segment.yaml");
  }

  /** People that fit the mapping, but one, and a model of them. */
  private Chains people(String table) throws IOException {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT * FROM VALUES"
            + " (1L, 'ada@b.c', '+491701234567', 'DE', '25-34', TIMESTAMP'2026-01-02T03:04:05Z'),"
            + " (2L, 'bob@b.c', NULL, 'FR', NULL, TIMESTAMP'2026-01-02T03:04:06Z'),"
            + " (3L, 'cy@b.c', NULL, 'Italy', NULL, TIMESTAMP'2026-01-02T03:04:07Z')"
            + " AS t(id, mail, phone, country, age, registered_at)",
        table);
    Path model =
        Files.writeString(
            folder.resolve("people.model.yaml"),
            """
            model: people
            population: people
            sources:
              people: {table: %s, key: id, fields: {country: country}}
            """
                .formatted(workspace.name(table)));
    return new Chains(workspace, folder.resolve("store"))
        .set("people.models", "file:" + model)
        .set("people.table", workspace.name(table))
        .set("people.key", "id")
        .set("people.interval", "1s")
        .set("people.rejects", folder.resolve("rejects"))
        .set("people.mapping", "file:" + Chains.EXAMPLES.resolve("syncs/people.mapping.yaml"));
  }

  private static JsonNode person(UserRoutes routes) {
    return json(routes.send("direct:person", "1", Map.of()));
  }

  private static JsonNode json(Exchange answer) {
    assertThat(answer.getException()).isNull();
    try {
      return Rest.JSON.readTree(answer.getMessage().getBody(String.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> identifiers(Statement database) throws SQLException {
    List<String> identifiers = new ArrayList<>();
    try (ResultSet rows = database.executeQuery("SELECT identifier FROM people ORDER BY 1")) {
      while (rows.next()) {
        identifiers.add(rows.getString(1));
      }
    }
    return identifiers;
  }

  private void sql(String statement, String table) {
    workspace.statements().run(statement.formatted(workspace.name(table)));
  }
}
