// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.grants.AccessLists;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.knobs.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {

  private static final String ID = "0123456789abcdef";
  private static final String DENIED =
      "You do not have permission to use the SQL Warehouse. Please contact your administrator.";

  private Warehouse warehouse;
  private AccessLists lists;

  @BeforeEach
  void make(@TempDir Path dir) {
    lists = new AccessLists(securable -> dir.resolve("access.json"));
    var principals =
        new Principals(dir.resolve("principals.json"), () -> List.of(Principals.user("admin")));
    warehouse = new Warehouse(ID, new Settings(), new Authorizer(lists, principals));
  }

  @Test
  void runs_from_the_beginning_and_stops_when_told_to() {
    assertThat(warehouse.state()).isEqualTo(Compute.State.RUNNING);
    warehouse.stop();
    assertThat(warehouse.state()).isEqualTo(Compute.State.STOPPED);
  }

  @Test
  void starts_when_it_is_used() throws Exception {
    warehouse.stop();
    try (var use = warehouse.use()) {
      use.awaitRunning();
      assertThat(warehouse.state()).isEqualTo(Compute.State.RUNNING);
    }
  }

  @Test
  void refuses_ids_of_other_warehouses() {
    assertThatThrownBy(() -> warehouse.require("nosuch", "admin"))
        .isInstanceOf(ApiException.class)
        .hasMessage("nosuch is not a valid endpoint id.");
    assertThatThrownBy(() -> warehouse.require("0000000000000000", "admin"))
        .isInstanceOf(ApiException.class)
        .hasMessage(DENIED);
  }

  @Test
  void is_for_administrators_and_for_whom_it_is_granted_to() {
    assertThatCode(() -> warehouse.require(ID, "admin")).doesNotThrowAnyException();
    assertThatThrownBy(() -> warehouse.require(ID, "anna")).hasMessage(DENIED);

    lists.change(Securable.warehouse(ID), "anna", Set.of(Privilege.CAN_USE), Set.of());

    assertThatCode(() -> warehouse.require(ID, "anna")).doesNotThrowAnyException();
    assertThatThrownBy(() -> warehouse.require(ID, "anna", Privilege.CAN_MANAGE))
        .hasMessage(DENIED);
  }
}
