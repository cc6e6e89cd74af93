// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.sql.WarehouseAccessControlRequest;
import com.databricks.sdk.service.sql.WarehousePermissionLevel;
import com.databricks.sdk.service.sql.WarehousePermissionsRequest;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.MissingPrivilege;
import io.lakeroute.databricks.error.Reason;
import java.util.List;

/** Gives privileges and takes them, as an administrator does. Safe for threads. */
public final class Grants {

  /**
   * A privilege on something.
   *
   * @param privilege as SQL writes it; CAN USE on a warehouse
   * @param type as errors write it, such as Schema
   * @param name with dots and without backticks
   */
  public record Grant(String privilege, String type, String name) {

    @Override
    public String toString() {
      return privilege + " on " + type;
    }
  }

  private final LocalWorkspace workspace;
  private final Identities identities;

  private Grants(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  public static Grants of(LocalWorkspace workspace) {
    return new Grants(workspace);
  }

  public void give(Grant grant, Identities.Identity principal) {
    if (grant.type().equals("Warehouse")) {
      warehouse(
          new WarehouseAccessControlRequest()
              .setServicePrincipalName(principal.name())
              .setPermissionLevel(WarehousePermissionLevel.CAN_USE));
    } else {
      run("GRANT %s ON %s %s TO `%s`", grant, principal);
    }
  }

  public void take(Grant grant, Identities.Identity principal) {
    if (grant.type().equals("Warehouse")) {
      takeWarehouse(principal.name());
    } else {
      run("REVOKE %s ON %s %s FROM `%s`", grant, principal);
    }
  }

  /** Asserts that an operation failed because of this privilege, and says so. */
  public static void assertNamed(Throwable failure, Grant missing) {
    assertThat(failure)
        .as("without " + missing)
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN);
              assertThat(e.getMissingPrivilege())
                  .contains(
                      new MissingPrivilege(missing.privilege(), missing.type(), missing.name()));
            });
  }

  private void run(String sql, Grant grant, Identities.Identity principal) {
    String name = "`" + grant.name().replace(".", "`.`") + "`";
    workspace
        .statements()
        .run(sql.formatted(grant.privilege(), grant.type(), name, principal.name()));
  }

  private void warehouse(WarehouseAccessControlRequest access) {
    identities
        .admin()
        .warehouses()
        .updatePermissions(
            new WarehousePermissionsRequest()
                .setWarehouseId(workspace.access().warehouseId())
                .setAccessControlList(List.of(access)));
  }

  /** A level cannot be taken away alone: the list is written anew, without the principal. */
  private void takeWarehouse(String principal) {
    String id = workspace.access().warehouseId();
    var warehouses = identities.admin().warehouses();
    warehouses.setPermissions(
        new WarehousePermissionsRequest()
            .setWarehouseId(id)
            .setAccessControlList(
                warehouses.getPermissions(id).getAccessControlList().stream()
                    .filter(entry -> !principal.equals(entry.getServicePrincipalName()))
                    .map(
                        entry ->
                            new WarehouseAccessControlRequest()
                                .setServicePrincipalName(entry.getServicePrincipalName())
                                .setGroupName(entry.getGroupName())
                                .setUserName(entry.getUserName())
                                .setPermissionLevel(
                                    entry
                                        .getAllPermissions()
                                        .iterator()
                                        .next()
                                        .getPermissionLevel()))
                    .toList()));
  }
}
