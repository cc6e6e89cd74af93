// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Warehouses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row count and size of tables in {@code databricks:catalog}, where they are known. */
class CatalogStatisticsTest extends CatalogFixture {
  CatalogStatisticsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void knows_row_count_and_size_once_a_table_was_analysed() {
    workspace.statements().run("CREATE TABLE %s.counted AS SELECT 1 AS id".formatted(schema));
    String counted = uri(".counted?action=tables");
    assertThat(maps(counted).get(0)).contains(entry("rowCount", null), entry("sizeInBytes", null));

    workspace.statements().run("ANALYZE TABLE %s.counted COMPUTE STATISTICS".formatted(schema));

    Map<String, Object> table = maps(counted).get(0);
    assertThat(table).contains(entry("rowCount", 1L));
    assertThat((Long) table.get("sizeInBytes")).isPositive();
    assertThat(component.ask(String.class, counted + "&outputType=text", Map.of()))
        .isEqualTo(schema + ".counted MANAGED DELTA, 1 row\n");
    workspace.statements().run("DROP TABLE %s.counted".formatted(schema));
  }

  @Tag("matrix")
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
}
