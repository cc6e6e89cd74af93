// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code databricks:catalog} with {@code action=version} over real HTTP. */
class CatalogVersionTest extends CatalogFixture {

  private static final String STATEMENTS = "/api/2.0/sql/(statements|sessions).*";

  CatalogVersionTest(LocalWorkspace workspace) {
    super(workspace);
  }

  private Map<?, ?> version(String object) {
    return component.ask(Map.class, uri(object + "?action=version"), Map.of());
  }

  /** What Unity Catalog answers about a table with policies. */
  private void answerOnce(Map<String, Object> more) {
    Map<String, Object> table =
        new java.util.HashMap<>(
            Map.of(
                "name", "leads",
                "table_type", "MANAGED",
                "data_source_format", "DELTA",
                "table_id", "t1"));
    table.putAll(more);
    workspace.knobs().add(Fault.on(TABLES + "/.*", 200).body(table));
  }

  @Test
  void reads_the_version_of_a_table() {
    Map<?, ?> first = version(".leads");
    workspace.statements().run("INSERT INTO %s.leads VALUES (3, NULL, 'IT')".formatted(schema));
    Map<?, ?> second = version(".leads");

    assertThat(first.keySet().stream().map(String::valueOf))
        .containsExactly(
            "object", "tableId", "version", "delta", "rowFilter", "columnMask", "view");
    assertThat((String) first.get("tableId")).matches("[0-9a-f-]{36}");
    assertThat(first.get("object")).isEqualTo(schema + ".leads");
    assertThat(first.get("version")).isEqualTo(1L);
    assertThat(second.get("version")).isEqualTo(2L);
    assertThat(second.get("delta")).isEqualTo(true);
    assertThat(second.get("view")).isEqualTo(false);
    assertThat(second.get("rowFilter")).isEqualTo(false);
    assertThat(second.get("columnMask")).isEqualTo(false);
  }

  @Test
  void a_view_has_none_and_sends_no_statement() {
    workspace.knobs().clearCalls();
    Map<?, ?> view = version(".big");

    assertThat(view.get("version")).isNull();
    assertThat(view.get("view")).isEqualTo(true);
    assertThat(view.get("delta")).isEqualTo(false);
    assertThat(workspace.knobs().count("POST", STATEMENTS)).isZero();
  }

  @Test
  void neither_has_a_table_with_a_row_filter_or_a_column_mask() {
    workspace.knobs().clearCalls();
    answerOnce(Map.of("row_filter", Map.of("function_name", "f", "input_column_names", List.of())));
    Map<?, ?> filtered = version(".leads");
    answerOnce(
        Map.of("columns", List.of(Map.of("name", "email", "mask", Map.of("function_name", "f")))));
    Map<?, ?> masked = version(".leads");

    assertThat(filtered.get("rowFilter")).isEqualTo(true);
    assertThat(filtered.get("columnMask")).isEqualTo(false);
    assertThat(filtered.get("version")).isNull();
    assertThat(filtered.get("delta")).isEqualTo(true);
    assertThat(masked.get("columnMask")).isEqualTo(true);
    assertThat(masked.get("version")).isNull();
    assertThat(workspace.knobs().count("POST", STATEMENTS)).isZero();
  }

  @Test
  void writes_compact_text_and_json() {
    assertThat(
            component.ask(
                String.class, uri(".`my table`?action=version&outputType=text"), Map.of()))
        .isEqualTo(schema + ".`my table` version 0\n");
    assertThat(component.ask(String.class, uri(".big?action=version&outputType=text"), Map.of()))
        .isEqualTo(schema + ".big without versions\n");
    assertThat(
            component.ask(
                String.class, uri(".`my table`?action=version&outputType=json"), Map.of()))
        .contains("\"version\":0,\"delta\":true,\"rowFilter\":false");
  }

  @Test
  void takes_the_table_from_the_header() {
    String endpoint = uri("?action=version&objectFrom=header");

    assertThat(
            component
                .ask(
                    Map.class, endpoint, Map.of(DatabricksConstants.OBJECT, schema + ".`my table`"))
                .get("version"))
        .isEqualTo(0L);
    assertFails(
        endpoint,
        Map.of(),
        Reason.INVALID,
        "databricks:catalog with action=version needs the name of a table or view, as in"
            + " main.crm.leads; '%s' has 2 parts.".formatted(schema));
  }
}
