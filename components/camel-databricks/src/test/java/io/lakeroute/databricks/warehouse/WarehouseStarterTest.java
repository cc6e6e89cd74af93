// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarehouseStarterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Script warehouse = new Script();
  private final WarehouseStarter starter = new WarehouseStarter("Warehouse w", warehouse);

  @Test
  void asks_once_while_statements_succeed() {
    warehouse.says(WarehouseState.RUNNING);

    starter.ensureRunning(PATIENCE);
    starter.ensureRunning(PATIENCE);

    assertThat(warehouse.asked).isEqualTo(1);
    assertThat(warehouse.started).isZero();
  }

  @Test
  void asks_again_after_a_statement_found_it_unavailable() {
    warehouse.says(WarehouseState.RUNNING, WarehouseState.RUNNING);

    starter.ensureRunning(PATIENCE);
    starter.doubt();
    starter.ensureRunning(PATIENCE);

    assertThat(warehouse.asked).isEqualTo(2);
  }

  @Test
  void starts_a_stopped_one_once_and_waits_for_it() {
    warehouse.says(WarehouseState.STOPPED, WarehouseState.STOPPED, WarehouseState.RUNNING);

    starter.ensureRunning(PATIENCE);

    assertThat(warehouse.started).isEqualTo(1);
  }

  @Test
  void waits_for_one_that_is_stopping_and_starts_it_then() {
    warehouse.says(WarehouseState.STOPPING, WarehouseState.STOPPED, WarehouseState.RUNNING);

    starter.ensureRunning(PATIENCE);

    assertThat(warehouse.started).isEqualTo(1);
  }

  @Test
  void gives_up_after_the_time_it_was_given_and_says_when_to_come_back() {
    warehouse.says(WarehouseState.STOPPED, WarehouseState.STARTING, WarehouseState.STARTING);

    assertThatThrownBy(() -> starter.ensureRunning(Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE);
              assertThat(e.getRetryAfterSeconds()).isEqualTo(30);
            })
        .hasMessage(
            "Warehouse w did not run within 1 s (warehouseStartTimeout). It goes on starting; try again later.");
  }

  @Test
  void does_not_wait_for_a_deleted_one() {
    warehouse.says(WarehouseState.DELETED);

    assertThatThrownBy(() -> starter.ensureRunning(PATIENCE))
        .hasMessage("Warehouse w is DELETED. Give the connection another warehouseId or httpPath.");
  }

  @Test
  void lets_the_statement_tell_when_the_state_cannot_be_had() {
    warehouse.failure = new DatabricksException(Reason.UNAVAILABLE, "no answer");

    starter.ensureRunning(PATIENCE);

    assertThat(warehouse.asked).isEqualTo(1);
  }

  @Test
  void passes_on_that_it_may_not_be_used() {
    warehouse.failure = new DatabricksException(Reason.FORBIDDEN, "not yours");

    assertThatThrownBy(() -> starter.ensureRunning(PATIENCE)).hasMessage("not yours");
  }

  /** Plays states in order. */
  private static final class Script implements WarehouseControl {
    private final Deque<WarehouseState> states = new ArrayDeque<>();
    private DatabricksException failure;
    private int asked;
    private int started;

    void says(WarehouseState... next) {
      states.addAll(List.of(next));
    }

    @Override
    public WarehouseState state() {
      asked++;
      if (failure != null) {
        throw failure;
      }
      return states.remove();
    }

    @Override
    public void start() {
      started++;
    }
  }
}
