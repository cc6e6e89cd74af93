// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.staging.BodyReader;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.waiting.Interrupts;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages the rows of one run at a time: writes them into objects as messages arrive, and loads
 * those into a staging table with the last message. Thread-safe.
 */
final class LoadOperation implements DatabricksOperation {

  private static final Logger LOG = LoggerFactory.getLogger(LoadOperation.class);
  private static final long PATIENCE_SECONDS = 30;

  private final CopyTools tools;
  private final Measurements measurements;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile Optional<LoadRun> open = Optional.empty();

  LoadOperation(CopyTools tools, Measurements measurements) {
    this.tools = tools;
    this.measurements = measurements;
  }

  @Override
  public void process(Exchange exchange) {
    Delivery delivery = Delivery.of(exchange);
    delivery.requireWhole("Cannot export to " + tools.target().table(), "");
    failAgain(delivery, exchange);
    if (!turn.tryLock()) {
      failLate(delivery);
      throw refused(delivery, "a message of this export is being written. Start this run later");
    }
    try {
      LoadRun run = run(delivery);
      watch(exchange, run);
      long before = run.rows();
      if (!run.taken(delivery)) { // Else the body may be gone: a stream is read once.
        run.add(delivery, BodyReader.rows(exchange), exchange);
      }
      run.health().once(() -> refuseTruncated(delivery, exchange));
      measurements.rows(run.rows() - before);
      if (delivery.complete()) {
        exchange.setProperty(StagedRun.PROPERTY, run.finish());
      }
      if (BodyReader.once(exchange.getMessage().getBody())) {
        exchange.getMessage().setBody(null);
      }
      exchange.getMessage().setHeader(DatabricksConstants.ROW_COUNT, run.rows() - before);
    } finally {
      turn.unlock();
    }
  }

  private LoadRun run(Delivery delivery) {
    Optional<LoadRun> current = open.filter(run -> !run.cleaned());
    Optional<LoadRun> same = current.filter(run -> run.runId().equals(delivery.runId()));
    if (same.isPresent() && (delivery.batchIndex() > 0 || same.get().taken(delivery))) {
      return same.get();
    }
    if (delivery.batchIndex() > 0) {
      failLate(delivery);
      throw refused(
          delivery,
          "message "
              + delivery.batchIndex()
              + " arrived, and the messages before it were not seen here, or one of them failed. Start a new run");
    }
    if (current.filter(LoadRun::staged).isPresent()) {
      throw refused(delivery, "another run of this export is being published. Start it after that");
    }
    current.ifPresent(
        run -> {
          LOG.warn(
              "Run {} of {} begins, and run {} has not ended: it is given up",
              delivery.runId(),
              tools.target().table(),
              run.runId());
          run.abort(RunEnd.REPLACED);
        });
    LoadRun begun = new LoadRun(tools, delivery);
    begun.begin();
    open = Optional.of(begun);
    begun.expires(tools.workers().after(tools.settings().runTimeout(), () -> expire(begun)));
    return begun;
  }

  /**
   * A message that is delivered again fails as it did before, unless its run can begin anew: with
   * the first message, whose body can be read again, and where nothing may be published.
   */
  private void failAgain(Delivery delivery, Exchange exchange) {
    if (exchange.getProperty(LoadRun.PROPERTY) instanceof LoadRun run
        && run.is(delivery, tools.target())) {
      Object body = exchange.getMessage().getBody();
      boolean readable = body != null && !BodyReader.once(body);
      if (delivery.batchIndex() > 0 || !readable || run.health().uncertain()) {
        run.health().requireSound();
      }
    }
  }

  /** A message fails as its run did where that took too long between two messages. */
  private void failLate(Delivery delivery) {
    if (delivery.batchIndex() > 0) {
      open.filter(run -> run.runId().equals(delivery.runId()) && !run.staged())
          .ifPresent(run -> run.health().requireInTime());
    }
  }

  /** A query that left rows out says so. */
  private void refuseTruncated(Delivery delivery, Exchange exchange) {
    if (exchange.getMessage().getHeader(DatabricksConstants.TRUNCATED, false, Boolean.class)) {
      throw refused(
          delivery,
          "the query of its source left rows out (CamelDatabricksTruncated). Set maxRows=0 there");
    }
  }

  private DatabricksException refused(Delivery delivery, String why) {
    return tools.refused(Reason.CONFLICT, delivery.runId(), why);
  }

  /** Once a message has failed for good, its run cannot become whole any more. */
  private void watch(Exchange exchange, LoadRun run) {
    if (exchange.getProperty(LoadRun.PROPERTY) == run) {
      return;
    }
    exchange.setProperty(LoadRun.PROPERTY, run);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onFailure(Exchange failed) {
                giveUp(run, RunEnd.MESSAGE_FAILED);
              }

              @Override
              public void onComplete(Exchange done) {
                if (done.getProperty(StagedRun.PROPERTY) != null) {
                  run.clean();
                } else if (!run.health().sound()) { // The route has handled the failure.
                  giveUp(run, RunEnd.MESSAGE_FAILED);
                }
              }
            });
  }

  private void expire(LoadRun run) {
    run.health().expire();
    giveUp(run, RunEnd.TOO_LATE);
  }

  /** A message that is being written ends first; where it takes too long, its end cleans up. */
  private void giveUp(LoadRun run, RunEnd end) {
    Interrupts.without(() -> giveUpNow(run, end)); // The calls that clean up would fail at once.
  }

  private void giveUpNow(LoadRun run, RunEnd end) {
    if (spared(run, end)) {
      return;
    }
    try {
      if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Run {} of {} is still being written", run.runId(), tools.target().table());
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (!run.cleaned() && !spared(run, end)) { // Meanwhile it may have been staged.
        LOG.atLevel(end.level())
            .log("Run {} of {} is given up: {}", run.runId(), tools.target().table(), end.why());
        run.abort(end);
      }
    } finally {
      turn.unlock();
    }
  }

  /** A staged run is being published, and cleaned up after that. */
  private static boolean spared(LoadRun run, RunEnd end) {
    return run.staged() && !end.ofStaged();
  }

  @Override
  public void stop() {
    open.ifPresent(run -> giveUp(run, RunEnd.STOPPED));
  }
}
