// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.profile.CatalogFence;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of hostile statements, and what each may cost. */
class HostileStatementsTest {

  /** For three checks, of the thread's own time, which a busy machine lengthens little. */
  private static final long MOST_MILLISECONDS = 3_000;

  /**
   * Of all that three checks allocate, one after the other; much less is in use at a time. It is
   * more where the JVM's optimizing compiler is off, as in tests.
   */
  private static final long MOST_BYTES = 700L << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final StatementReader reader = new StatementReader();
  private final CatalogFence fence = CatalogFence.parse("acme,shared");
  private final StatementGuard fenced = new StatementGuard(reader, fence, false, "acme");
  private final StatementGuard readOnly =
      new StatementGuard(reader, CatalogFence.OPEN, true, "acme");

  @Tag("matrix")
  @Test
  void each_is_answered_as_listed_within_bounds_of_time_and_memory() {
    List<HostileStatement> statements = HostileStatement.most();

    assertThat(wrong(statements)).isEmpty();
    assertThat(statements).hasSizeGreaterThan(600);
  }

  @Test
  @Tag("matrix")
  void deep_ones_are_too() {
    List<HostileStatement> statements = HostileStatement.deep();

    assertThat(wrong(statements)).isEmpty();
    assertThat(statements).isNotEmpty();
  }

  private List<String> wrong(List<HostileStatement> statements) {
    List<String> wrong = new ArrayList<>();
    for (HostileStatement each : statements) {
      long time = threads.getCurrentThreadCpuTime();
      long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      String verdicts =
          verdict(fenced::checkQuery, each.sql())
              + verdict(readOnly::checkQuery, each.sql())
              + verdict((sql, word) -> fenced.checkChange(sql), each.sql());
      time = (threads.getCurrentThreadCpuTime() - time) / 1_000_000;
      bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
      if (!verdicts.equals(each.verdicts())) {
        wrong.add(verdicts + " instead of " + each);
      }
      if (time > MOST_MILLISECONDS || bytes > MOST_BYTES) {
        wrong.add(time + " ms and " + (bytes >> 20) + " MB for " + each);
      }
    }
    return wrong;
  }

  private interface Check {
    void of(String sql, String firstWord);
  }

  private static String verdict(Check check, String sql) {
    try {
      check.of(sql, "");
      return "p";
    } catch (DatabricksException e) {
      return switch (e.getReason()) {
        case FORBIDDEN -> "f";
        case INVALID -> "i";
        default -> e.getReason().name();
      };
    }
  }
}
