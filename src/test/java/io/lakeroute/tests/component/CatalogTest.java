// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Browsing with {@code databricks:catalog} over real HTTP. */
class CatalogTest extends CatalogFixture {
  CatalogTest(LocalWorkspace workspace) {
    super(workspace);
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
  void writes_compact_text() {
    assertThat(component.ask(String.class, uri("?action=tables&outputType=text"), Map.of()))
        .isEqualTo(
            "%1$s.big VIEW: as seen by sales\n%1$s.leads MANAGED DELTA: who may buy\n%1$s.`my table` MANAGED DELTA\n"
                .formatted(schema));
    assertThat(component.ask(String.class, uri(".leads?outputType=text"), Map.of()))
        .isEqualTo("id bigint NOT NULL: the key\nday date\ncountry string\n");
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

  private List<?> ask(String endpoint, Object object) {
    return component.ask(List.class, endpoint, Map.of(DatabricksConstants.OBJECT, object));
  }
}
