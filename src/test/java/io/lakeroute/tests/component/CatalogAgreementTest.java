// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.catalog.ListCatalogsRequest;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Driver.Mode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * databricks-sdk-java and the driver, in both of its protocols, see what {@code databricks:catalog}
 * sees, whatever the names, the types and the number of pages.
 */
@Tag("matrix")
class CatalogAgreementTest extends ComponentFixture {
  private final SchemaZoo zoo;
  private final String catalog;
  private final WorkspaceClient sdk;
  private final CatalogListings listings;

  CatalogAgreementTest(LocalWorkspace workspace) {
    super(workspace);
    this.zoo = SchemaZoo.of(workspace);
    this.catalog = workspace.access().catalog();
    this.listings = new CatalogListings(component, catalog, zoo.schema());
    this.sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(workspace.access().host().toString())
                .setClientId(workspace.access().clientId())
                .setClientSecret(workspace.access().clientSecret()));
  }

  @BeforeAll
  void fill() {
    zoo.fill();
  }

  @Test
  void the_sdk_sees_the_same_catalogs() {
    assertThat(listings.ours("databricks:catalog", "name", "type", "comment", "owner"))
        .contains(List.of(catalog, "MANAGED_CATALOG", "null", owner()))
        .isEqualTo(
            CatalogListings.theirs(
                sdk.catalogs().list(new ListCatalogsRequest()),
                c ->
                    CatalogListings.row(
                        c.getName(), c.getCatalogType(), c.getComment(), c.getOwner())));
  }

  private String owner() {
    return String.valueOf(sdk.catalogs().get(catalog).getOwner());
  }

  @Test
  void the_sdk_sees_the_same_schemas() {
    assertThat(
            listings.ours(
                "databricks:catalog:" + catalog + "?action=schemas", "name", "comment", "owner"))
        .extracting(row -> row.get(0))
        .contains(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema());
    assertThat(
            listings.ours(
                "databricks:catalog:" + catalog + "?action=schemas", "name", "comment", "owner"))
        .isEqualTo(
            CatalogListings.theirs(
                sdk.schemas().list(catalog),
                s -> CatalogListings.row(s.getName(), s.getComment(), s.getOwner())));
  }

  @Test
  void the_sdk_sees_the_same_tables_and_views_of_every_schema() {
    for (String schema : List.of(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema())) {
      assertThat(listings.tables(schema, "name", "type", "format", "comment", "owner", "tableId"))
          .as(schema)
          .isEqualTo(
              CatalogListings.theirs(
                  sdk.tables().list(catalog, schema),
                  t ->
                      CatalogListings.row(
                          t.getName(),
                          t.getTableType(),
                          t.getDataSourceFormat(),
                          t.getComment(),
                          t.getOwner(),
                          t.getTableId())));
    }
    assertThat(listings.tables(zoo.schema(), "name")).hasSize(4 + SchemaZoo.oddNames().size());
    assertThat(listings.tables(zoo.emptySchema(), "name")).isEmpty();
    assertThat(listings.tables(zoo.crowdedSchema(), "name")).hasSize(SchemaZoo.MANY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, 1000})
  void pages_of_any_size_add_up_to_what_the_sdk_sees(int pageSize) {
    String schema = pageSize == 1 ? zoo.schema() : zoo.crowdedSchema();
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      String sent = token;
      Exchange page =
          component.send(
              "databricks:catalog:%s.%s?action=tables&pageSize=%d"
                  .formatted(catalog, schema, pageSize),
              e -> e.getMessage().setHeader(DatabricksConstants.PAGE_TOKEN, sent));
      List<?> entries = page.getMessage().getBody(List.class);
      assertThat(entries).hasSizeBetween(1, pageSize);
      entries.forEach(entry -> names.add((String) ((Map<?, ?>) entry).get("name")));
      token = page.getMessage().getHeader(DatabricksConstants.PAGE_TOKEN, "", String.class);
    } while (!token.isEmpty());

    assertThat(names)
        .isEqualTo(
            CatalogListings.theirs(
                    sdk.tables()
                        .list(
                            new ListTablesRequest()
                                .setCatalogName(catalog)
                                .setSchemaName(schema)
                                .setMaxResults((long) pageSize)),
                    t -> CatalogListings.row(t.getName()))
                .stream()
                .map(row -> row.get(0))
                .toList());
  }

  @Test
  void the_sdk_sees_the_same_columns_of_every_table_and_view() {
    for (TableInfo table : sdk.tables().list(catalog, zoo.schema())) {
      assertThat(
              listings.columns(
                  table.getName(), "name", "type", "nullable", "comment", "position", "partition"))
          .as(table.getName())
          .isNotEmpty()
          .isEqualTo(
              CatalogListings.theirs(
                  table.getColumns(),
                  c ->
                      CatalogListings.row(
                          c.getName(),
                          c.getTypeText(),
                          !Boolean.FALSE.equals(c.getNullable()),
                          c.getComment(),
                          c.getPosition(),
                          c.getPartitionIndex())));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_driver_sees_the_same_catalogs_and_schemas(Mode mode) throws SQLException {
    try (Connection connection = workspace.connect(mode)) {
      DatabaseMetaData metaData = connection.getMetaData();

      assertThat(listings.ours("databricks:catalog", "name"))
          .containsExactlyInAnyOrderElementsOf(
              CatalogListings.rows(metaData.getCatalogs(), "TABLE_CAT"));
      assertThat(listings.ours("databricks:catalog:" + catalog + "?action=schemas", "name"))
          .containsExactlyInAnyOrderElementsOf(
              CatalogListings.rows(metaData.getSchemas(catalog, "%"), "TABLE_SCHEM"));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_driver_sees_the_same_tables_and_views(Mode mode) throws SQLException {
    try (Connection connection = workspace.connect(mode)) {
      for (String schema : List.of(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema())) {
        assertThat(listings.tables(schema, "name", "type"))
            .as(schema)
            .containsExactlyInAnyOrderElementsOf(
                CatalogListings.rows(
                        connection
                            .getMetaData()
                            .getTables(catalog, schema, "%", new String[] {"TABLE", "VIEW"}),
                        "TABLE_NAME",
                        "TABLE_TYPE")
                    .stream()
                    .map(
                        row ->
                            CatalogListings.row(row.get(0), row.get(1).replace("TABLE", "MANAGED")))
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_driver_sees_the_same_columns(Mode mode) throws SQLException {
    List<List<String>> ours = new ArrayList<>();
    for (List<String> table : listings.tables(zoo.schema(), "name")) {
      listings
          .columns(table.get(0), "name", "type", "nullable", "comment")
          .forEach(
              c ->
                  ours.add(
                      CatalogListings.row(
                          table.get(0),
                          c.get(0),
                          CatalogListings.plain(c.get(1)),
                          c.get(2).equals("true") ? "YES" : "NO",
                          c.get(3))));
    }
    try (Connection connection = workspace.connect(mode)) {
      assertThat(
              CatalogListings.rows(
                      connection.getMetaData().getColumns(catalog, zoo.schema(), "%", "%"),
                      "TABLE_NAME",
                      "COLUMN_NAME",
                      "TYPE_NAME",
                      "IS_NULLABLE",
                      "REMARKS",
                      "COLUMN_SIZE",
                      "DECIMAL_DIGITS")
                  .stream()
                  .map(
                      c ->
                          CatalogListings.row(
                              c.get(0),
                              c.get(1),
                              CatalogListings.plain(CatalogListings.sized(c)),
                              c.get(3),
                              c.get(4).isEmpty() ? "null" : c.get(4)))
                  .toList())
          .containsExactlyInAnyOrderElementsOf(ours);
    }
  }
}
