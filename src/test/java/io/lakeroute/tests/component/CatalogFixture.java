// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A schema with a table, a view and an odd name to browse in. */
abstract class CatalogFixture extends ComponentFixture {
  static final String TABLES = "GET /api/2.1/unity-catalog/tables";

  final String schema;

  CatalogFixture(LocalWorkspace workspace) {
    super(workspace);
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  void prepare() {
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

  void assertFails(String uri, Map<String, Object> headers, Reason reason, String message) {
    assertThatThrownBy(() -> component.ask(List.class, uri, headers))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessage(message);
  }

  String uri(String rest) {
    return "databricks:catalog:" + schema + rest;
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> maps(String uri) {
    return component.ask(List.class, uri, Map.of());
  }
}
