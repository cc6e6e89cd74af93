// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the YAML of {@code docs/catalog.md}, over the table that the page speaks of. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogGuideTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "catalog.md");
  private static final Path TABLES = Path.of("target", "guide", "tables.json");

  private final LocalWorkspace workspace;
  private final String schema;
  private UserRoutes routes;

  CatalogGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  void start() throws IOException {
    for (String sql :
        List.of(
            "CREATE TABLE %s (id BIGINT NOT NULL COMMENT 'the key', name STRING, email STRING, PRIMARY KEY (id)) COMMENT 'who may buy'"
                + " TBLPROPERTIES (delta.enableChangeDataFeed = true)",
            "INSERT INTO %s SELECT id + 1, element_at(array('Ada', NULL, 'Grace'), CAST(id + 1 AS INT)), 'a@b.example'"
                + " FROM range(0, 3, 1, 1)")) {
      workspace.statements().run(sql.formatted(workspace.name("leads")));
    }
    Files.deleteIfExists(TABLES);
    routes =
        UserRoutes.start(
            workspace.access(),
            blocks("yaml").stream().collect(Collectors.joining())
                + """
                - route:
                    from:
                      uri: direct:model
                      steps:
                        - to: seda:model?waitForTaskToComplete=Never
                """);
  }

  @AfterAll
  void stop() {
    routes.close();
  }

  @Test
  void tables_are_written_into_a_file() throws IOException {
    Awaitility.await().until(() -> Files.exists(TABLES) && Files.size(TABLES) > 0);

    JsonNode table = Rest.JSON.readTree(Files.readString(TABLES)).path(0);
    assertThat(table.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(() -> json(blocks("json").get(0)).path(0).fieldNames());
    assertThat(table.path("object").asText()).isEqualTo(schema + ".leads");
  }

  @Test
  void a_table_is_picked_page_by_page_and_shown() {
    assertThat(body(routes.send("direct:schemas", null, Map.of()))).contains(schema);
    assertThat(body(routes.send("direct:tables", null, Map.of("in", schema, "page", ""))))
        .contains(schema + ".leads");
    assertThat(body(routes.send("direct:show", null, Map.of("in", schema + ".leads"))))
        .contains("\"name\":\"Grace\"", "\"excluded\":true")
        .doesNotContain("a@b.example");
    assertThat(
            routes
                .send("direct:tables", null, Map.of("in", "other.crm", "page", ""))
                .getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID));
  }

  @Test
  void a_model_sees_what_the_page_shows() {
    routes.send("direct:question", "Who is first?", Map.of());

    assertThat(routes.receive("seda:model"))
        .startsWith("Write one SELECT")
        .contains("\n---\n" + blocks("").get(0) + "---\n")
        .endsWith("Question: Who is first?");
  }

  @Test
  void what_a_model_answers_is_run_only_where_it_reads() {
    assertThat(
            body(
                routes.send(
                    "direct:run", "SELECT max(id) AS id FROM " + schema + ".leads", Map.of())))
        .isEqualTo("[{\"id\":3}]");
    assertThat(
            routes.send("direct:run", "DROP TABLE " + schema + ".leads", Map.of()).getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID));
  }

  @Test
  void the_version_of_a_table_is_reported() {
    assertThat(body(routes.send("direct:version", null, Map.of())))
        .startsWith("{\"object\":\"" + schema + ".leads\"")
        .contains("\"version\":")
        .endsWith("\"delta\":true,\"rowFilter\":false,\"columnMask\":false,\"view\":false}");
  }

  @Test
  void declared_keys_are_listed() {
    assertThat(body(routes.send("direct:keys", null, Map.of()))).isEqualTo(blocks("").get(1));
  }

  @Test
  void privileges_are_listed() {
    workspace.statements().run("GRANT SELECT ON SCHEMA %s TO `account users`".formatted(schema));

    assertThat(body(routes.send("direct:privileges", null, Map.of())))
        .contains("SELECT to account users by SCHEMA " + schema);
  }

  /** The fenced blocks of a language, with names of this test in the place of the page's. */
  private List<String> blocks(String language) {
    try {
      String page = Files.readString(PAGE).replace("main.crm", schema);
      return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$")
          .matcher(page)
          .results()
          .filter(block -> block.group(1).equals(language))
          .map((MatchResult block) -> block.group(2))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(String.class);
  }

  private static JsonNode json(String text) {
    try {
      return Rest.JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
