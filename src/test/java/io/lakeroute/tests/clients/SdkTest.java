// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.DatabricksException;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.ColumnTypeName;
import com.databricks.sdk.service.catalog.ListSummariesRequest;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.SchemaInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TableType;
import com.databricks.sdk.service.sql.EndpointInfo;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.StartRequest;
import com.databricks.sdk.service.sql.State;
import com.databricks.sdk.service.sql.StatementParameterListItem;
import com.databricks.sdk.service.sql.StatementState;
import com.databricks.sdk.service.sql.StopRequest;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** databricks-sdk-java, as the component uses it, on the local workspace. */
@ExtendWith(LocalWorkspaceExtension.class)
class SdkTest {
  private final LocalWorkspace workspace;
  private final WorkspaceClient client;

  SdkTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.client = client(workspace, workspace.access().clientSecret());
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    for (int i = 0; i < 5; i++) {
      workspace
          .statements()
          .run("CREATE TABLE %s (id INT, d DECIMAL(9,2))".formatted(workspace.name("t" + i)));
    }
    workspace.statements().run("CREATE VIEW %s AS SELECT 1 AS one".formatted(workspace.name("v")));
  }

  @Test
  void a_service_principal_signs_in() {
    assertThat(client.config().authenticate()).containsKey("Authorization");
    assertThat(client.config().getAuthType()).isEqualTo("oauth-m2m");
  }

  @Test
  void a_wrong_secret_is_an_error_that_names_the_client() {
    var wrong = client(workspace, "wrong");

    assertThatThrownBy(() -> wrong.warehouses().get(workspace.access().warehouseId()))
        .isInstanceOf(DatabricksException.class)
        .hasMessageContaining("invalid_client")
        .message()
        .doesNotContain("wrong");
  }

  @Test
  void catalogs_and_schemas_are_listed() {
    assertThat(client.catalogs().list(new com.databricks.sdk.service.catalog.ListCatalogsRequest()))
        .extracting(CatalogInfo::getName)
        .contains("main");
    assertThat(client.schemas().list("main"))
        .extracting(SchemaInfo::getName)
        .contains("default", workspace.access().schema());
  }

  @Test
  void tables_come_page_by_page() {
    var request =
        new ListTablesRequest()
            .setCatalogName("main")
            .setSchemaName(workspace.access().schema())
            .setMaxResults(2L);
    workspace.knobs().clearCalls();

    assertThat(client.tables().list(request))
        .extracting(TableInfo::getName)
        .containsExactly("t0", "t1", "t2", "t3", "t4", "v");
    assertThat(workspace.knobs().count("GET", "/api/2.1/unity-catalog/tables")).isEqualTo(3);
  }

  @Test
  void a_table_has_its_columns_and_a_view_its_text() {
    TableInfo table = client.tables().get(workspace.name("t0"));
    TableInfo view = client.tables().get(workspace.name("v"));

    assertThat(table.getTableType()).isEqualTo(TableType.MANAGED);
    assertThat(table.getColumns())
        .extracting(ColumnInfo::getName, ColumnInfo::getTypeName, ColumnInfo::getTypeText)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", ColumnTypeName.INT, "int"),
            org.assertj.core.groups.Tuple.tuple("d", ColumnTypeName.DECIMAL, "decimal(9,2)"));
    assertThat(view.getTableType()).isEqualTo(TableType.VIEW);
    assertThat(view.getViewDefinition()).isEqualTo("SELECT 1 AS one");
  }

  @Test
  void summaries_are_filtered_by_pattern() {
    assertThat(
            client
                .tables()
                .listSummaries(
                    new ListSummariesRequest()
                        .setCatalogName("main")
                        .setSchemaNamePattern(workspace.access().schema())
                        .setTableNamePattern("t%")
                        .setMaxResults(3L)))
        .extracting(summary -> summary.getFullName())
        .containsExactly(
            workspace.name("t0"),
            workspace.name("t1"),
            workspace.name("t2"),
            workspace.name("t3"),
            workspace.name("t4"));
  }

  @Test
  void a_missing_table_is_not_found() {
    assertThat(client.tables().exists(workspace.name("t0")).getTableExists()).isTrue();
    assertThat(client.tables().exists(workspace.name("nope")).getTableExists()).isFalse();
    assertThatThrownBy(() -> client.tables().get(workspace.name("nope")))
        .isInstanceOf(NotFound.class)
        .hasMessage("Table '%s' does not exist.", workspace.name("nope"))
        .extracting(e -> ((DatabricksError) e).getErrorCode())
        .isEqualTo("TABLE_DOES_NOT_EXIST");
  }

  @Test
  void a_warehouse_stops_and_starts() {
    String id = workspace.access().warehouseId();
    assertThat(client.warehouses().list(new com.databricks.sdk.service.sql.ListWarehousesRequest()))
        .extracting(EndpointInfo::getId)
        .containsExactly(id);

    client.warehouses().stop(new StopRequest().setId(id));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.warehouses().get(id).getState() == State.STOPPED);
    client.warehouses().start(new StartRequest().setId(id));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.warehouses().get(id).getState() == State.RUNNING);
  }

  @Test
  void a_statement_runs_with_its_parameters() {
    var response =
        client
            .statementExecution()
            .executeStatement(
                new ExecuteStatementRequest()
                    .setWarehouseId(workspace.access().warehouseId())
                    .setStatement("SELECT :a + 1 AS b")
                    .setWaitTimeout("30s")
                    .setParameters(
                        List.of(
                            new StatementParameterListItem()
                                .setName("a")
                                .setType("INT")
                                .setValue("41"))));

    assertThat(response.getStatus().getState()).isEqualTo(StatementState.SUCCEEDED);
    assertThat(response.getResult().getDataArray()).containsExactly(List.of("42"));
    assertThat(response.getManifest().getSchema().getColumns())
        .extracting(column -> column.getName())
        .containsExactly("b");
  }

  private static WorkspaceClient client(LocalWorkspace workspace, String secret) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(workspace.access().host().toString())
            .setClientId(workspace.access().clientId())
            .setClientSecret(secret));
  }
}
