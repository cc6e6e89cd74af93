// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.waiting.Alarms;
import io.lakeroute.databricks.waiting.Caller;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels a statement of the driver whose caller leaves while it runs. For one call; thread-safe.
 *
 * <p>The driver can cancel a statement only once the service has named it, which takes up to ten
 * seconds: until the call ends, it is asked again every second.
 */
final class AbandonedStatement implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedStatement.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Statement statement;
  private final Alarms alarms;
  private final Caller.Watch leaving;
  private Optional<Future<?>> next = Optional.empty();
  private boolean ended;

  private AbandonedStatement(Caller caller, Statement statement, Alarms alarms) {
    this.statement = statement;
    this.alarms = alarms;
    this.leaving = caller.whenGone(() -> cancelAfter(Duration.ZERO));
  }

  /** Watches until it is closed, when the call has ended. */
  static AbandonedStatement watch(Caller caller, Statement statement, Alarms alarms) {
    return new AbandonedStatement(caller, statement, alarms);
  }

  private synchronized void cancelAfter(Duration time) {
    if (!ended) {
      next = Optional.of(alarms.after(time, this::cancel));
    }
  }

  private void cancel() {
    try {
      statement.cancel();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("A statement was not cancelled: {}", e.getClass().getName());
    }
    cancelAfter(INTERVAL);
  }

  @Override
  public void close() {
    leaving.close();
    synchronized (this) {
      ended = true;
      next.ifPresent(task -> task.cancel(false));
    }
  }
}
