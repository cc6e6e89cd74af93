package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Warehouses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Browsing with {@code databricks:catalog} over real HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogTest {
  private static final String TABLES = "GET /api/2.1/unity-catalog/tables";

  private final LocalWorkspace workspace;
  private final String schema;
  private ComponentContext component;

  CatalogTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  void start() {
    component = ComponentContext.start(workspace.access());
    for (String sql :
        List.of(
            "CREATE TABLE %s.leads (id BIGINT NOT NULL COMMENT 'the key', day DATE, country STRING)"
                + " PARTITIONED BY (country, day) COMMENT 'who may buy'"
                + " TBLPROPERTIES (delta.enableChangeDataFeed = true)",
            "INSERT INTO %s.leads VALUES (1, DATE'2024-01-01', 'DE'), (2, NULL, 'FR')",
            "CREATE TABLE %s.`my table` (id INT)",
            "CREATE VIEW %s.big COMMENT 'as seen by sales' AS SELECT * FROM leads WHERE id > 1")) {
      workspace.statements().run(sql.formatted(schema));
    }
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @Test
  void lists_catalogs_where_no_object_is_named() {
    assertThat(maps("databricks:catalog"))
        .extracting(entry -> entry.get("name"), entry -> entry.get("object"))
        .contains(org.assertj.core.groups.Tuple.tuple("main", "main"));
  }

  @Test
  void lists_schemas_of_a_catalog() {
    assertThat(maps("databricks:catalog:main?action=schemas"))
        .extracting(entry -> entry.get("object"))
        .contains("main.default", schema);
  }

  @Test
  void lists_tables_and_views_with_what_is_known_of_them() {
    List<Map<String, Object>> tables = maps("databricks:catalog:" + schema + "?action=tables");

    assertThat(tables)
        .extracting(entry -> entry.get("object"))
        .containsExactly(schema + ".big", schema + ".leads", schema + ".`my table`");
    assertThat(tables.get(1))
        .contains(
            entry("name", "leads"),
            entry("type", "MANAGED"),
            entry("format", "DELTA"),
            entry("delta", true),
            entry("changeDataFeed", true),
            entry("comment", "who may buy"),
            entry("rowCount", null))
        .hasEntrySatisfying("createdAt", at -> assertThat(at).isInstanceOf(Instant.class))
        .hasEntrySatisfying("tableId", id -> assertThat((String) id).matches("[0-9a-f-]{36}"));
    assertThat(tables.get(0))
        .contains(
            entry("type", "VIEW"),
            entry("delta", false),
            entry("changeDataFeed", false),
            entry("comment", "as seen by sales"));
  }

  @Test
  void tells_of_one_table_where_its_name_has_three_parts() {
    assertThat(maps("databricks:catalog:" + schema + ".leads?action=tables"))
        .singleElement()
        .satisfies(table -> assertThat(table).containsEntry("object", schema + ".leads"));
  }

  @Test
  void lists_columns_with_comments_and_places_among_the_partitions() {
    assertThat(component.ask(String.class, uri(".leads?outputType=json"), Map.of()))
        .isEqualTo(
            "[{\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false,\"comment\":\"the key\",\"position\":0,\"partition\":null},"
                + "{\"name\":\"day\",\"type\":\"date\",\"nullable\":true,\"comment\":null,\"position\":1,\"partition\":1},"
                + "{\"name\":\"country\",\"type\":\"string\",\"nullable\":true,\"comment\":null,\"position\":2,\"partition\":0}]");
  }

  @Test
  void counts_rows_and_bytes_on_request_only() {
    Warehouses.stop(workspace);
    try {
      maps(uri("?action=tables"));
      assertThat(Warehouses.state(workspace)).isEqualTo("STOPPED");

      List<Map<String, Object>> tables = maps(uri("?action=tables&details=true"));

      assertThat(tables.get(1)).contains(entry("rowCount", 2L), entry("files", 2L));
      assertThat((Long) tables.get(1).get("sizeInBytes")).isPositive();
      assertThat(tables.get(0)).as("a view").contains(entry("rowCount", null));
    } finally {
      Warehouses.start(workspace);
    }
  }

  @Test
  void takes_row_count_and_size_from_the_catalog_where_it_has_them() {
    workspace
        .knobs()
        .add(
            Fault.on(TABLES, 200)
                .body(
                    Map.of(
                        "tables",
                        List.of(
                            Map.of(
                                "name",
                                "known",
                                "properties",
                                Map.of(
                                    "spark.sql.statistics.numRows", "12",
                                    "spark.sql.statistics.totalSize", "3456"))))));

    assertThat(maps(uri("?action=tables")).get(0))
        .contains(entry("rowCount", 12L), entry("sizeInBytes", 3456L));
  }

  @Test
  void writes_compact_text() {
    assertThat(component.ask(String.class, uri("?action=tables&outputType=text"), Map.of()))
        .isEqualTo(
            "%1$s.big VIEW: as seen by sales\n%1$s.leads MANAGED DELTA: who may buy\n%1$s.`my table` MANAGED DELTA\n"
                .formatted(schema));
    assertThat(component.ask(String.class, uri(".leads?outputType=text"), Map.of()))
        .isEqualTo("id bigint NOT NULL: the key\nday date\ncountry string\n");
  }

  @Test
  void gives_one_page_at_a_time() {
    List<Object> names = new ArrayList<>();
    Map<String, Object> headers = Map.of();
    int pages = 0;
    do {
      Map<String, Object> sent = headers;
      Exchange page =
          component.send(
              uri("?action=tables&pageSize=2"), e -> sent.forEach(e.getMessage()::setHeader));
      page.getMessage().getBody(List.class).forEach(t -> names.add(((Map<?, ?>) t).get("name")));
      Object next = page.getMessage().getHeader(DatabricksConstants.PAGE_TOKEN);
      headers = next == null ? Map.of() : Map.of(DatabricksConstants.PAGE_TOKEN, next);
      pages++;
    } while (!headers.isEmpty());

    assertThat(names).containsExactly("big", "leads", "my table");
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void reads_on_behind_an_empty_page() {
    String first =
        component
            .send(uri("?action=tables&pageSize=1"), e -> {})
            .getMessage()
            .getHeader(DatabricksConstants.PAGE_TOKEN, String.class);
    Fault empty = Fault.on(TABLES, 200).body(Map.of("next_page_token", first));

    workspace.knobs().add(empty);
    assertThat(maps(uri("?action=tables"))).extracting(t -> t.get("name")).startsWith("leads");
    workspace.knobs().add(empty);
    assertThat(maps(uri("?action=tables&pageSize=1")))
        .extracting(t -> t.get("name"))
        .containsExactly("leads");
  }

  @Test
  void gives_up_where_the_service_turns_in_a_circle() {
    workspace
        .knobs()
        .add(
            Fault.on(TABLES, 200)
                .body(Map.of("tables", List.of(), "next_page_token", "again"))
                .times(3));

    assertFails(
        uri("?action=tables"),
        Map.of(),
        Reason.UNAVAILABLE,
        "Cannot read on in a listing: the service gives the same page token twice. Try again later.");
  }

  @Test
  void lists_kinds_of_tables_that_came_after_the_sdk() {
    workspace
        .knobs()
        .add(
            Fault.on(TABLES, 200)
                .body(Map.of("tables", List.of(Map.of("name", "new", "table_type", "HOLOGRAM")))));

    assertThat(maps(uri("?action=tables")).get(0)).contains(entry("name", "new"));
  }

  @Test
  void stops_at_as_many_entries_as_allowed_and_says_so() {
    workspace.knobs().clearCalls();

    Exchange two = component.send(uri("?action=tables&maxRows=2"), e -> {});
    Exchange three = component.send(uri("?action=tables&maxRows=3"), e -> {});

    assertThat(two.getMessage().getBody(List.class)).hasSize(2);
    assertThat(two.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.TRUNCATED, true), entry(DatabricksConstants.ROW_COUNT, 2L));
    assertThat(three.getMessage().getHeader(DatabricksConstants.TRUNCATED)).isEqualTo(false);
  }

  @Test
  void takes_the_object_from_the_header_within_the_endpoints() {
    String endpoint = "databricks:catalog:" + schema + "?objectFrom=header";

    assertThat(ask(endpoint, schema + ".`my table`")).hasSize(1);
    assertThat(ask(endpoint, List.of("MAIN", workspace.access().schema(), "my table"))).hasSize(1);
    assertFails(
        endpoint,
        Map.of(DatabricksConstants.OBJECT, "main.default.secrets"),
        Reason.INVALID,
        "The header CamelDatabricksObject names main.default.secrets, which is outside of %s."
            .formatted(schema));
    assertFails(
        endpoint,
        Map.of(DatabricksConstants.OBJECT, schema + ".leads; DROP TABLE x"),
        Reason.INVALID,
        "'%s.leads; DROP TABLE x' holds ';' outside of backticks.".formatted(schema));
    assertFails(
        endpoint,
        Map.of(),
        Reason.INVALID,
        "databricks:catalog with action=columns needs the name of a table or view, as in main.crm.leads; '%s' has 2 parts."
            .formatted(schema));
    assertFails(
        endpoint,
        Map.of(DatabricksConstants.OBJECT, 42),
        Reason.INVALID,
        "The header CamelDatabricksObject is a java.lang.Integer. It holds a name such as main.crm.leads, as text or as a"
            + " list of its parts.");
  }

  @Test
  void ignores_the_header_where_the_endpoint_does_not_ask_for_it() {
    assertThat(
            component.ask(
                List.class,
                uri(".leads"),
                Map.of(DatabricksConstants.OBJECT, "main.default.secrets")))
        .hasSize(3);
  }

  @Test
  void says_what_does_not_exist() {
    assertFails(
        uri(".nope"),
        Map.of(),
        Reason.NOT_FOUND,
        "Cannot read the columns of %1$s.nope on connection 'local': %1$s.nope does not exist, or the principal may not see it (HTTP 404). Check the spelling and the grants USE CATALOG, USE SCHEMA and SELECT."
            .formatted(schema));
  }

  private void assertFails(String uri, Map<String, Object> headers, Reason reason, String message) {
    assertThatThrownBy(() -> component.ask(List.class, uri, headers))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessage(message);
  }

  private List<?> ask(String endpoint, Object object) {
    return component.ask(List.class, endpoint, Map.of(DatabricksConstants.OBJECT, object));
  }

  private String uri(String rest) {
    return "databricks:catalog:" + schema + rest;
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> maps(String uri) {
    return component.ask(List.class, uri, Map.of());
  }
}
