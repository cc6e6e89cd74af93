package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.catalog.ListCatalogsRequest;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.tests.workspace.Driver.Mode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * databricks-sdk-java and the driver, in both of its protocols, see what {@code databricks:catalog}
 * sees, whatever the names, the types and the number of pages.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogAgreementTest {
  private final LocalWorkspace workspace;
  private final SchemaZoo zoo;
  private final String catalog;
  private final WorkspaceClient sdk;
  private ComponentContext component;

  CatalogAgreementTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.zoo = SchemaZoo.of(workspace);
    this.catalog = workspace.access().catalog();
    this.sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(workspace.access().host().toString())
                .setClientId(workspace.access().clientId())
                .setClientSecret(workspace.access().clientSecret()));
  }

  @BeforeAll
  void start() {
    zoo.fill();
    component = ComponentContext.start(workspace.access());
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @Test
  void the_sdk_sees_the_same_catalogs() {
    assertThat(ours("databricks:catalog", "name", "type", "comment", "owner"))
        .contains(List.of(catalog, "MANAGED_CATALOG", "null", owner()))
        .isEqualTo(
            theirs(
                sdk.catalogs().list(new ListCatalogsRequest()),
                c -> row(c.getName(), c.getCatalogType(), c.getComment(), c.getOwner())));
  }

  private String owner() {
    return String.valueOf(sdk.catalogs().get(catalog).getOwner());
  }

  @Test
  void the_sdk_sees_the_same_schemas() {
    assertThat(
            ours("databricks:catalog:" + catalog + "?action=schemas", "name", "comment", "owner"))
        .extracting(row -> row.get(0))
        .contains(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema());
    assertThat(
            ours("databricks:catalog:" + catalog + "?action=schemas", "name", "comment", "owner"))
        .isEqualTo(
            theirs(
                sdk.schemas().list(catalog), s -> row(s.getName(), s.getComment(), s.getOwner())));
  }

  @Test
  void the_sdk_sees_the_same_tables_and_views_of_every_schema() {
    for (String schema : List.of(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema())) {
      assertThat(tables(schema, "name", "type", "format", "comment", "owner", "tableId"))
          .as(schema)
          .isEqualTo(
              theirs(
                  sdk.tables().list(catalog, schema),
                  t ->
                      row(
                          t.getName(),
                          t.getTableType(),
                          t.getDataSourceFormat(),
                          t.getComment(),
                          t.getOwner(),
                          t.getTableId())));
    }
    assertThat(tables(zoo.schema(), "name")).hasSize(4 + SchemaZoo.oddNames().size());
    assertThat(tables(zoo.emptySchema(), "name")).isEmpty();
    assertThat(tables(zoo.crowdedSchema(), "name")).hasSize(SchemaZoo.MANY);
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
            theirs(
                    sdk.tables()
                        .list(
                            new ListTablesRequest()
                                .setCatalogName(catalog)
                                .setSchemaName(schema)
                                .setMaxResults((long) pageSize)),
                    t -> row(t.getName()))
                .stream()
                .map(row -> row.get(0))
                .toList());
  }

  @Test
  void the_sdk_sees_the_same_columns_of_every_table_and_view() {
    for (TableInfo table : sdk.tables().list(catalog, zoo.schema())) {
      assertThat(
              columns(
                  table.getName(), "name", "type", "nullable", "comment", "position", "partition"))
          .as(table.getName())
          .isNotEmpty()
          .isEqualTo(
              theirs(
                  table.getColumns(),
                  c ->
                      row(
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

      assertThat(ours("databricks:catalog", "name"))
          .containsExactlyInAnyOrderElementsOf(rows(metaData.getCatalogs(), "TABLE_CAT"));
      assertThat(ours("databricks:catalog:" + catalog + "?action=schemas", "name"))
          .containsExactlyInAnyOrderElementsOf(
              rows(metaData.getSchemas(catalog, "%"), "TABLE_SCHEM"));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_driver_sees_the_same_tables_and_views(Mode mode) throws SQLException {
    try (Connection connection = workspace.connect(mode)) {
      for (String schema : List.of(zoo.schema(), zoo.emptySchema(), zoo.crowdedSchema())) {
        assertThat(tables(schema, "name", "type"))
            .as(schema)
            .containsExactlyInAnyOrderElementsOf(
                rows(
                        connection
                            .getMetaData()
                            .getTables(catalog, schema, "%", new String[] {"TABLE", "VIEW"}),
                        "TABLE_NAME",
                        "TABLE_TYPE")
                    .stream()
                    .map(row -> row(row.get(0), row.get(1).replace("TABLE", "MANAGED")))
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_driver_sees_the_same_columns(Mode mode) throws SQLException {
    List<List<String>> ours = new ArrayList<>();
    for (List<String> table : tables(zoo.schema(), "name")) {
      columns(table.get(0), "name", "type", "nullable", "comment")
          .forEach(
              c ->
                  ours.add(
                      row(
                          table.get(0),
                          c.get(0),
                          plain(c.get(1)),
                          c.get(2).equals("true") ? "YES" : "NO",
                          c.get(3))));
    }
    try (Connection connection = workspace.connect(mode)) {
      assertThat(
              rows(
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
                          row(
                              c.get(0),
                              c.get(1),
                              plain(sized(c)),
                              c.get(3),
                              c.get(4).isEmpty() ? "null" : c.get(4)))
                  .toList())
          .containsExactlyInAnyOrderElementsOf(ours);
    }
  }

  /** The driver tells length, precision and scale in columns of their own. */
  private static String sized(List<String> column) {
    return switch (column.get(2)) {
      case "DECIMAL" -> "DECIMAL(%s,%s)".formatted(column.get(5), column.get(6));
      case "CHAR", "VARCHAR" -> "%s(%s)".formatted(column.get(2), column.get(5));
      default -> column.get(2);
    };
  }

  private List<List<String>> tables(String schema, String... keys) {
    return ours("databricks:catalog:%s.%s?action=tables".formatted(catalog, schema), keys);
  }

  private List<List<String>> columns(String table, String... keys) {
    return entries(
        "databricks:catalog?objectFrom=header",
        Map.of(DatabricksConstants.OBJECT, List.of(catalog, zoo.schema(), table)),
        keys);
  }

  private List<List<String>> ours(String uri, String... keys) {
    return entries(uri, Map.of(), keys);
  }

  private List<List<String>> entries(String uri, Map<String, Object> headers, String... keys) {
    List<?> entries = component.ask(List.class, uri, headers);
    return entries.stream()
        .map(entry -> row(Arrays.stream(keys).map(((Map<?, ?>) entry)::get).toArray()))
        .toList();
  }

  private static <T> List<List<String>> theirs(Iterable<T> entries, Function<T, List<String>> row) {
    return StreamSupport.stream(entries.spliterator(), false).map(row).toList();
  }

  private static List<List<String>> rows(ResultSet result, String... columns) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> row(Object... values) {
    return Arrays.stream(values).map(String::valueOf).toList();
  }

  /** Types without the case and the blanks in which the two differ. */
  private static String plain(String type) {
    return type.replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
