// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SQL warehouses over REST: state without waking, and start. */
interface WarehouseChecks extends Checks {
  String WAREHOUSES = "/api/2.0/sql/warehouses";

  @Test
  default void the_warehouse_is_listed() {
    JsonNode list = rest().get(workspace().url(WAREHOUSES)).json().path("warehouses");

    assertThat(list)
        .anySatisfy(
            warehouse ->
                assertThat(warehouse.path("id").asText()).isEqualTo(workspace().warehouseId()));
  }

  @Test
  default void the_warehouse_tells_its_state_and_path() {
    JsonNode warehouse = warehouse();

    assertThat(warehouse.path("state").asText()).isIn("STARTING", "RUNNING", "STOPPING", "STOPPED");
    assertThat(warehouse.path("odbc_params").path("path").asText())
        .isEqualTo(workspace().httpPath());
    assertThat(warehouse.path("jdbc_url").asText()).contains(workspace().httpPath());
  }

  @Test
  default void starting_the_warehouse_makes_it_run() {
    var reply =
        rest()
            .post(
                workspace().url(WAREHOUSES + "/" + workspace().warehouseId() + "/start"), Map.of());

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofMinutes(10))
        .failFast(() -> assertThat(state()).isIn("STARTING", "RUNNING"))
        .until(() -> state().equals("RUNNING"));
  }

  @Test
  default void an_unknown_warehouse_is_forbidden() {
    var reply = rest().get(workspace().url(WAREHOUSES + "/0000000000000000"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("error_code").asText()).isEqualTo("PERMISSION_DENIED");
  }

  private String state() {
    return warehouse().path("state").asText();
  }

  private JsonNode warehouse() {
    return rest().get(workspace().url(WAREHOUSES + "/" + workspace().warehouseId())).json();
  }
}
