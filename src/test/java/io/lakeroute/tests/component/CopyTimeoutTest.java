// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code copy}: what runTimeout ends, and what it leaves alone. */
class CopyTimeoutTest extends CopyFixture {

  private static final int ROWS = 20_000;

  CopyTimeoutTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
  }

  @Tag("matrix")
  @Test
  void a_run_that_is_late_while_it_is_loaded_is_published() {
    String table = workspace.name("loaded_late");
    exports.export(table, "", Written.rows(0, 3));
    Door door =
        statement -> {
          if (statement.contains("COPY INTO")) {
            awaitAlarm(true);
          } else if (statement.contains("INSERT OVERWRITE " + quoted(table))) {
            awaitAlarm(false);
          }
          return true;
        };

    Exchange exchange =
        through(door, other -> other.export(table, "&runTimeout=1s", Written.rows(2, 7)));

    assertThat(exchange.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
  }

  @Tag("matrix")
  @Test
  void a_message_that_is_written_when_its_run_is_late_ends_with_the_next_row() {
    String table = workspace.name("written_late");
    exports.export(table, "", Written.rows(0, 3));
    SlowRows rows = new SlowRows();

    Exchange exchange = exports.export(table, "&runTimeout=1s", rows);

    assertThat(reason(exchange)).isEqualTo(Reason.UNAVAILABLE);
    assertThat(exchange.getException())
        .hasMessage(
            "Cannot export run %s to %s: its messages took longer than runTimeout. Raise runTimeout, or check its source. The table is as it was.",
            exchange.getExchangeId(), table);
    assertThat(rows.read).as("rows").isEqualTo(2);
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2");
  }

  @Tag("matrix")
  @Test
  void a_message_that_arrives_after_its_run_was_late_says_so() {
    String table = workspace.name("arrived_late");
    String route = exports.route(table, "&runTimeout=1s");
    exports.send(route, Written.message("late", 0, false), Written.rows(0, 2));

    Exchange next = until(false, route, Written.message("late", 1, false), Written.rows(2, 4));
    Exchange last = exports.send(route, Written.message("late", 2, true), Written.rows(4, 6));
    until(true, route, Written.message("late", 0, true), Written.rows(6, 8));

    assertThat(List.of(next, last))
        .allSatisfy(
            exchange -> {
              assertThat(reason(exchange)).isEqualTo(Reason.UNAVAILABLE);
              assertThat(exchange.getException())
                  .hasMessage(
                      "Cannot export run late to %s: its messages took longer than runTimeout. Raise runTimeout, or check its source. The table is as it was.",
                      table);
            });
    assertThat(exports.written().ids(table)).isEqualTo("6 7");
  }

  /** Sends a message until it is taken, or is not: a repetition changes nothing. */
  private Exchange until(
      boolean taken, String route, Map<String, Object> headers, List<Map<String, Object>> rows) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> exports.send(route, headers, rows),
            exchange -> taken == (exchange.getException() == null));
  }

  /** Rows of which the second is there when the run is late. */
  private static final class SlowRows implements Iterator<Map<String, Object>> {
    private int read;

    @Override
    public boolean hasNext() {
      if (read == 1) {
        awaitAlarm(true);
      }
      return read < ROWS;
    }

    @Override
    public Map<String, Object> next() {
      read++;
      return Map.of("id", read, "name", "late");
    }
  }

  /** Waits until a thread is there that gives up a run, or none. */
  private static void awaitAlarm(boolean there) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                there
                    == Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(frame -> frame.getMethodName().equals("giveUpNow")));
  }
}
