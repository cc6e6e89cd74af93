// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.GetEffectiveRequest;
import com.databricks.sdk.service.catalog.GetGrantRequest;
import com.databricks.sdk.service.catalog.ListCatalogsRequest;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.PermissionsChange;
import com.databricks.sdk.service.catalog.Privilege;
import com.databricks.sdk.service.catalog.SchemaInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.UpdatePermissions;
import com.databricks.sdk.service.sql.ListWarehousesRequest;
import com.databricks.sdk.service.sql.WarehouseAccessControlRequest;
import com.databricks.sdk.service.sql.WarehousePermissionLevel;
import com.databricks.sdk.service.sql.WarehousePermissionsRequest;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a service principal may do in the local workspace, granted and tried with
 * databricks-sdk-java and databricks-jdbc.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class PermissionsTest {
  private final LocalWorkspace workspace;
  private final Identities identities;
  private final String schema;
  private Identity anna;

  PermissionsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.schema = "main." + workspace.access().schema();
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    for (String table : List.of("open", "closed")) {
      workspace.statements().run("CREATE TABLE %s (id INT)".formatted(workspace.name(table)));
    }
    workspace.statements().run("INSERT INTO %s VALUES (1)".formatted(workspace.name("open")));
  }

  @BeforeEach
  void makeSomebody() {
    anna = identities.servicePrincipal("Anna");
  }

  @ParameterizedTest
  @EnumSource(Driver.Mode.class)
  void the_warehouse_is_closed_to_whoever_may_not_use_it(Driver.Mode mode) throws SQLException {
    String id = workspace.access().warehouseId();
    assertThatThrownBy(() -> Driver.connect(anna.access(), mode))
        .hasStackTraceContaining("You do not have permission to use the SQL Warehouse");
    assertThatThrownBy(() -> anna.client().warehouses().get(id))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("You do not have permission to use the SQL Warehouse.");
    assertThat(anna.client().warehouses().list(new ListWarehousesRequest())).isEmpty();

    identities.letUseWarehouse(anna);

    assertThat(anna.client().warehouses().get(id).getId()).isEqualTo(id);
    assertThat(identities.admin().warehouses().getPermissions(id).getAccessControlList())
        .filteredOn(entry -> anna.name().equals(entry.getServicePrincipalName()))
        .flatExtracting(entry -> entry.getAllPermissions())
        .extracting(permission -> permission.getPermissionLevel())
        .containsExactly(WarehousePermissionLevel.CAN_USE);
    try (var connection = Driver.connect(anna.access(), mode)) {
      assertThat(count(connection, "SELECT 1")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Driver.Mode.class)
  void the_driver_names_what_is_missing_until_nothing_is(Driver.Mode mode) throws SQLException {
    identities.letUseWarehouse(anna);
    String sql = "SELECT id FROM " + workspace.name("open");
    try (var connection = Driver.connect(anna.access(), mode)) {
      assertDenied(connection, sql, "USE CATALOG on Catalog 'main'");
      grant("catalog", "main", Privilege.USE_CATALOG);
      assertDenied(connection, sql, "USE SCHEMA on Schema '" + schema + "'");
      grant("schema", schema, Privilege.USE_SCHEMA);
      assertDenied(connection, sql, "SELECT on Table '" + workspace.name("open") + "'");
      grant("table", workspace.name("open"), Privilege.SELECT);

      assertThat(count(connection, sql)).isEqualTo(1);
      assertDenied(
          connection,
          "INSERT INTO " + workspace.name("open") + " VALUES (2)",
          "MODIFY on Table '" + workspace.name("open") + "'");
      try (var tables = connection.getMetaData().getTables("main", null, "%", null)) {
        assertThat(tables.next()).isTrue();
        assertThat(tables.getString("TABLE_NAME")).isEqualTo("open");
        assertThat(tables.next()).isFalse();
      }
    }
  }

  @Test
  void grants_are_read_as_they_were_given_and_where_they_come_from() {
    grant("catalog", "main", Privilege.USE_CATALOG, Privilege.BROWSE);
    grant("schema", schema, Privilege.USE_SCHEMA, Privilege.SELECT);
    grant("table", workspace.name("open"), Privilege.MODIFY);
    var grants = identities.admin().grants();

    assertThat(
            grants
                .get(
                    new GetGrantRequest()
                        .setSecurableType("schema")
                        .setFullName(schema)
                        .setPrincipal(anna.name()))
                .getPrivilegeAssignments())
        .singleElement()
        .satisfies(
            assignment ->
                assertThat(assignment.getPrivileges())
                    .containsExactly(Privilege.USE_SCHEMA, Privilege.SELECT));
    assertThat(
            anna.client()
                .grants()
                .getEffective(
                    new GetEffectiveRequest()
                        .setSecurableType("table")
                        .setFullName(workspace.name("open"))
                        .setPrincipal(anna.name())
                        .setMaxResults(0L))
                .getPrivilegeAssignments())
        .flatExtracting(assignment -> assignment.getPrivileges())
        .extracting(
            held -> held.getPrivilege(),
            held -> String.valueOf(held.getInheritedFromType()),
            held -> held.getInheritedFromName())
        .containsExactly(
            tuple(Privilege.SELECT, "SCHEMA", schema), tuple(Privilege.MODIFY, "null", null));
    assertThatThrownBy(() -> anna.client().grants().get("table", workspace.name("open")))
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have MANAGE on Table '%s'.", workspace.name("open"));
  }

  @Test
  void listings_show_what_the_caller_may_see() {
    assertThat(anna.client().catalogs().list(new ListCatalogsRequest())).isEmpty();
    assertThatThrownBy(() -> anna.client().schemas().list("main").iterator().hasNext())
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have USE CATALOG on Catalog 'main'.");
    assertThatThrownBy(() -> anna.client().tables().get(workspace.name("open")))
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have USE CATALOG on Catalog 'main'.");

    grant("catalog", "main", Privilege.USE_CATALOG);
    grant("schema", schema, Privilege.USE_SCHEMA);
    grant("table", workspace.name("open"), Privilege.SELECT);

    var client = anna.client();
    assertThat(client.catalogs().list(new ListCatalogsRequest()))
        .extracting(CatalogInfo::getName)
        .containsExactly("main");
    assertThat(client.schemas().list("main"))
        .extracting(SchemaInfo::getName)
        .contains(workspace.access().schema())
        .doesNotContain("default");
    assertThat(client.tables().list("main", workspace.access().schema()))
        .extracting(TableInfo::getName)
        .containsExactly("open");
    assertThat(client.tables().exists(workspace.name("closed")).getTableExists()).isFalse();
  }

  @Test
  void browse_shows_what_exists_and_no_more() {
    identities.letUseWarehouse(anna);
    grant("catalog", "main", Privilege.BROWSE);
    var client = anna.client();
    var all = new ListTablesRequest().setCatalogName("main").setIncludeBrowse(true);

    assertThat(client.tables().list(all.setSchemaName(workspace.access().schema())))
        .extracting(TableInfo::getName, TableInfo::getBrowseOnly)
        .containsExactly(tuple("closed", true), tuple("open", true));
    assertThat(
            anna.statements()
                .fail("SELECT * FROM " + workspace.name("open"), Map.of())
                .path("sql_state")
                .asText())
        .isEqualTo("42501");
  }

  @Test
  void a_group_carries_its_grants_to_its_members() {
    identities.letUseWarehouse(anna);
    String group = "readers of " + schema;
    identities.group(group, anna);
    workspace.statements().run("GRANT USE CATALOG ON CATALOG main TO `%s`".formatted(group));
    workspace
        .statements()
        .run("GRANT USE SCHEMA, SELECT ON SCHEMA %s TO `%s`".formatted(schema, group));

    assertThat(anna.statements().run("SELECT id FROM " + workspace.name("open"))).hasSize(1);
    assertThat(
            anna.statements()
                .run("SELECT current_user(), is_account_group_member('%s')".formatted(group)))
        .containsExactly(List.of(anna.name(), "true"));
  }

  @Test
  void what_cannot_be_granted_is_refused() {
    assertThatThrownBy(() -> grant("table", workspace.name("nope"), Privilege.SELECT))
        .isInstanceOf(NotFound.class)
        .hasMessage("Table '%s' does not exist.", workspace.name("nope"));
    assertThatThrownBy(() -> grant("table", workspace.name("open"), Privilege.USE_CATALOG))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "Privilege USE CATALOG is not applicable to Table '%s'.", workspace.name("open"));
    assertThatThrownBy(
            () ->
                identities
                    .admin()
                    .grants()
                    .update(change("catalog", "main", "nobody", Privilege.USE_CATALOG)))
        .isInstanceOf(NotFound.class)
        .hasMessage("Could not find principal with name nobody");
  }

  @Test
  void other_levels_of_the_warehouse_are_refused() {
    var request =
        new WarehousePermissionsRequest()
            .setWarehouseId(workspace.access().warehouseId())
            .setAccessControlList(
                List.of(
                    new WarehouseAccessControlRequest()
                        .setServicePrincipalName(anna.name())
                        .setPermissionLevel(WarehousePermissionLevel.CAN_MONITOR)));

    assertThatThrownBy(() -> identities.admin().warehouses().updatePermissions(request))
        .isInstanceOf(BadRequest.class)
        .hasMessage("The local workspace knows the permission levels CAN_USE and CAN_MANAGE only.");
  }

  private void grant(String type, String name, Privilege... privileges) {
    identities.admin().grants().update(change(type, name, anna.name(), privileges));
  }

  private static UpdatePermissions change(
      String type, String name, String principal, Privilege... privileges) {
    return new UpdatePermissions()
        .setSecurableType(type)
        .setFullName(name)
        .setChanges(
            List.of(new PermissionsChange().setPrincipal(principal).setAdd(List.of(privileges))));
  }

  private static void assertDenied(Connection connection, String sql, String missing) {
    assertThatThrownBy(() -> count(connection, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"))
        .hasMessageContaining("User does not have " + missing + ".");
  }

  private static int count(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
      int rows = 0;
      for (var found = statement.getResultSet(); found != null && found.next(); rows++) {}
      return rows;
    }
  }
}
