// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unity Catalog over REST: what setup checks read without waking a warehouse. */
interface UnityChecks extends Checks {

  @Test
  default void a_table_is_described_with_its_columns() {
    String table = workspace().name("contract_described");
    statements().run("DROP TABLE IF EXISTS " + table);
    statements()
        .run(
            """
            CREATE TABLE %s (id BIGINT NOT NULL COMMENT 'the key', amount DECIMAL(10,2),
              at TIMESTAMP, tags ARRAY<STRING>, code VARCHAR(10)) COMMENT 'described'
            """
                .formatted(table));

    JsonNode info = get("tables/" + table).json();

    assertThat(texts(info, "name", "catalog_name", "schema_name", "full_name", "comment"))
        .containsExactly(
            "contract_described", workspace().catalog(), workspace().schema(), table, "described");
    assertThat(texts(info, "table_type", "data_source_format")).containsExactly("MANAGED", "DELTA");
    assertThat(info.path("table_id").asText()).matches("[0-9a-f-]{36}");
    assertThat(info.path("created_at").asLong()).isPositive();
    List<String> columns = new ArrayList<>();
    info.path("columns")
        .forEach(
            c ->
                columns.add(
                    String.join(
                        " ", texts(c, "position", "name", "type_text", "type_name", "nullable"))));
    assertThat(columns)
        .containsExactly(
            "0 id bigint LONG false",
            "1 amount decimal(10,2) DECIMAL true",
            "2 at timestamp TIMESTAMP true",
            "3 tags array<string> ARRAY true",
            "4 code varchar(10) STRING true");
    assertThat(info.path("columns").path(0).path("comment").asText()).isEqualTo("the key");
    assertThat(info.path("columns").path(1).path("type_scale").asInt()).isEqualTo(2);
  }

  @Test
  default void a_view_is_described_with_its_columns() {
    String view = workspace().name("contract_described_view");
    statements().run("CREATE OR REPLACE VIEW " + view + " AS SELECT 1 AS one, 'x' AS text");

    JsonNode info = get("tables/" + view).json();

    assertThat(info.path("table_type").asText()).isEqualTo("VIEW");
    assertThat(info.path("view_definition").asText()).contains("SELECT 1 AS one");
    assertThat(info.path("columns")).hasSize(2);
    assertThat(texts(info.path("columns").path(1), "name", "type_text"))
        .containsExactly("text", "string");
  }

  @Test
  default void columns_tell_their_place_among_the_partitions_and_views_their_comment() {
    String table = workspace().name("contract_partitioned");
    String view = workspace().name("contract_commented_view");
    statements().run("DROP TABLE IF EXISTS " + table);
    statements()
        .run(
            "CREATE TABLE %s (id INT, day DATE, country STRING) PARTITIONED BY (country, day)"
                .formatted(table));
    statements().run("CREATE OR REPLACE VIEW " + view + " COMMENT 'commented' AS SELECT 1 AS one");

    List<String> columns = new ArrayList<>();
    get("tables/" + table)
        .json()
        .path("columns")
        .forEach(c -> columns.add(String.join(" ", texts(c, "name", "partition_index"))));

    assertThat(columns).containsExactly("id ", "day 1", "country 0");
    assertThat(get("tables/" + view).json().path("comment").asText()).isEqualTo("commented");
  }

  @Test
  default void a_table_keeps_its_id_when_it_is_replaced_and_not_when_it_is_recreated() {
    String table = workspace().name("contract_recreated");
    statements().run("CREATE TABLE IF NOT EXISTS " + table + " (id INT)");
    String before = get("tables/" + table).json().path("table_id").asText();
    statements().run("CREATE OR REPLACE TABLE " + table + " (id STRING)");
    String replaced = get("tables/" + table).json().path("table_id").asText();
    statements().run("DROP TABLE " + table);
    statements().run("CREATE TABLE " + table + " (id INT)");

    assertThat(replaced).isEqualTo(before);
    assertThat(get("tables/" + table).json().path("table_id").asText()).isNotEqualTo(before);
  }

  @Test
  default void a_table_is_described_with_its_keys() {
    String parent = workspace().name("contract_parent");
    String child = workspace().name("contract_child");
    for (String table : List.of(child, parent)) {
      statements().run("DROP TABLE IF EXISTS " + table);
    }
    statements()
        .run(
            "CREATE TABLE %s (id INT NOT NULL, CONSTRAINT contract_parent_pk PRIMARY KEY (id))"
                .formatted(parent));
    statements()
        .run(
            "CREATE TABLE %s (id INT, CONSTRAINT contract_child_fk FOREIGN KEY (id) REFERENCES %s (id))"
                .formatted(child, parent));

    JsonNode primary = get("tables/" + parent).json().path("table_constraints").path(0);
    JsonNode foreign = get("tables/" + child).json().path("table_constraints").path(0);

    assertThat(primary.path("primary_key_constraint").path("name").asText())
        .isEqualTo("contract_parent_pk");
    assertThat(primary.path("primary_key_constraint").path("child_columns").path(0).asText())
        .isEqualTo("id");
    JsonNode key = foreign.path("foreign_key_constraint");
    assertThat(texts(key, "name", "parent_table")).containsExactly("contract_child_fk", parent);
    assertThat(key.path("child_columns").path(0).asText()).isEqualTo("id");
    assertThat(key.path("parent_columns").path(0).asText()).isEqualTo("id");
  }

  @Test
  default void tables_come_in_pages_each_once() {
    for (String name :
        List.of("contract_page_view_a", "contract_page_view_b", "contract_page_view_c")) {
      statements()
          .run("CREATE OR REPLACE VIEW %s AS SELECT 1 AS id".formatted(workspace().name(name)));
    }

    List<String> names = pages("tables", "&schema_name=" + workspace().schema(), "tables", 2);

    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("contract_page_view_a", "contract_page_view_b", "contract_page_view_c");
  }

  @Test
  default void the_schema_and_its_catalog_are_listed() {
    assertThat(pages("schemas", "", "schemas", 1)).contains(workspace().schema());
    assertThat(pages("catalogs", "", "catalogs", 1)).contains(workspace().catalog());
    assertThat(get("catalogs/" + workspace().catalog()).json().path("name").asText())
        .isEqualTo(workspace().catalog());
    assertThat(
            get("schemas/%s.%s".formatted(workspace().catalog(), workspace().schema()))
                .json()
                .path("name")
                .asText())
        .isEqualTo(workspace().schema());
  }

  @Test
  default void what_does_not_exist_is_named() {
    Map<String, String> codes = new HashMap<>();
    for (String path :
        List.of(
            "catalogs/no_such_catalog",
            "schemas/%s.no_such_schema".formatted(workspace().catalog()),
            "tables/" + workspace().name("no_such_table"))) {
      Rest.Reply reply = get(path);
      assertThat(reply.status()).as(path).isEqualTo(404);
      codes.put(path.replaceFirst("/.*", ""), reply.json().path("error_code").asText());
    }

    assertThat(codes)
        .isEqualTo(
            Map.of(
                "catalogs", "CATALOG_DOES_NOT_EXIST",
                "schemas", "SCHEMA_DOES_NOT_EXIST",
                "tables", "TABLE_DOES_NOT_EXIST"));
  }

  private Rest.Reply get(String path) {
    return rest().get(workspace().url("/api/2.1/unity-catalog/" + path));
  }

  /** The names on all pages of a listing; a page may be empty and still have a next one. */
  private List<String> pages(String path, String filter, String member, int size) {
    List<String> names = new ArrayList<>();
    var tokens = new HashSet<String>();
    String token = "";
    do {
      JsonNode page =
          get("%s?catalog_name=%s%s&max_results=%d&page_token=%s"
                  .formatted(path, workspace().catalog(), filter, size, Rest.encode(token)))
              .json();
      assertThat(page.path(member).size()).isLessThanOrEqualTo(size);
      page.path(member).forEach(entry -> names.add(entry.path("name").asText()));
      token = page.path("next_page_token").asText("");
      assertThat(tokens.add(token)).as("a page token that comes twice").isTrue();
    } while (!token.isEmpty());
    return names;
  }

  private static List<String> texts(JsonNode json, String... members) {
    return List.of(members).stream().map(member -> json.path(member).asText()).toList();
  }
}
