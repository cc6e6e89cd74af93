package io.lakeroute.databricks.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementGateTest {

  private final StatementGate gate = new StatementGate("Warehouse w", 2);

  @Test
  void turns_away_who_finds_no_place_in_time() {
    gate.enter(Duration.ZERO);
    gate.enter(Duration.ZERO);

    assertThatThrownBy(() -> gate.enter(Duration.ofMillis(5)))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.THROTTLED);
              assertThat(e.getRetryAfterSeconds()).isEqualTo(5);
            })
        .hasMessage(
            "Warehouse w already runs 2 statements (maxConcurrent), and none ended within 5 ms. Try again later, or raise"
                + " maxConcurrent or queueTimeout.");
  }

  @Test
  void a_connection_takes_no_more_than_its_share_and_waits_for_it_outside_of_the_warehouse() {
    StatementGate small = gate.share("Connection 'small'", 1);
    StatementGate large = gate.share("Connection 'large'", 3);
    StatementGate.Place one = small.enter(Duration.ZERO);

    assertThatThrownBy(() -> small.enter(Duration.ofMillis(5)))
        .hasMessageStartingWith("Connection 'small' already runs 1 statements (maxConcurrent)");
    assertThat(gate.free()).isEqualTo(2);
    large.enter(Duration.ZERO);
    large.enter(Duration.ZERO);
    assertThatThrownBy(() -> large.enter(Duration.ofMillis(5)))
        .hasMessageStartingWith("Warehouse w already runs 3 statements (maxConcurrent)");
    one.close();
    large.enter(Duration.ZERO);
    assertThat(gate.free()).isZero();
  }

  @Test
  void gets_a_place_back_once_however_often_it_is_closed() {
    StatementGate.Place place = gate.enter(Duration.ZERO);

    place.close();
    place.close();

    assertThat(gate.free()).isEqualTo(2);
  }
}
