package io.lakeroute.workspace.warehouses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.knobs.Settings;
import org.junit.jupiter.api.Test;

class WarehouseTest {

  private final Warehouse warehouse = new Warehouse("0123456789abcdef", new Settings());

  @Test
  void runs_from_the_beginning_and_stops_when_told_to() {
    assertThat(warehouse.state()).isEqualTo(Warehouse.State.RUNNING);
    warehouse.stop();
    assertThat(warehouse.state()).isEqualTo(Warehouse.State.STOPPED);
  }

  @Test
  void starts_when_it_is_used() throws Exception {
    warehouse.stop();
    try (var use = warehouse.use()) {
      use.awaitRunning();
      assertThat(warehouse.state()).isEqualTo(Warehouse.State.RUNNING);
    }
  }

  @Test
  void refuses_ids_of_other_warehouses() {
    assertThatThrownBy(() -> warehouse.require("nosuch"))
        .isInstanceOf(ApiException.class)
        .hasMessage("nosuch is not a valid endpoint id.");
    assertThatThrownBy(() -> warehouse.require("0000000000000000"))
        .isInstanceOf(ApiException.class)
        .hasMessage(
            "You do not have permission to use the SQL Warehouse. Please contact your"
                + " administrator.");
  }
}
