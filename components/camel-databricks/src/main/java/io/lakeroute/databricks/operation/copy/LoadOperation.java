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
    if (!turn.tryLock()) {
      throw refused(delivery, "a message of this export is being written. Start this run later");
    }
    try {
      refuseHalfReadBody(delivery, exchange);
      LoadRun run = run(delivery);
      watch(exchange, run);
      long before = run.rows();
      run.add(delivery, BodyReader.rows(exchange), exchange);
      refuseTruncated(delivery, exchange);
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
          run.abort();
        });
    LoadRun begun = new LoadRun(tools, delivery);
    begun.begin();
    open = Optional.of(begun);
    begun.expires(tools.workers().after(tools.settings().runTimeout(), () -> expire(begun)));
    return begun;
  }

  /** What is left of a body that can be read once would look like the whole. */
  private void refuseHalfReadBody(Delivery delivery, Exchange exchange) {
    boolean begun =
        exchange.getProperty(LoadRun.PROPERTY) instanceof LoadRun run && !run.taken(delivery);
    if (begun && BodyReader.once(exchange.getMessage().getBody())) {
      throw refused(
          delivery,
          "the message is delivered again, and its body was read already. Let the source make a new message");
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
                giveUp(run, "a message of it failed");
              }

              @Override
              public void onComplete(Exchange done) {
                if (done.getProperty(StagedRun.PROPERTY) != null) {
                  run.clean();
                }
              }
            });
  }

  private void expire(LoadRun run) {
    if (!run.staged()) {
      giveUp(run, "not all of its messages arrived within runTimeout");
    }
  }

  /** A message that is being written ends first; where it takes too long, its end cleans up. */
  private void giveUp(LoadRun run, String why) {
    Interrupts.without(() -> giveUpNow(run, why)); // The calls that clean up would fail at once.
  }

  private void giveUpNow(LoadRun run, String why) {
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
      if (!run.cleaned()) {
        LOG.info("Run {} of {} is given up: {}", run.runId(), tools.target().table(), why);
        run.abort();
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void stop() {
    // A staged run is being published, and cleaned up after that.
    open.filter(run -> !run.staged()).ifPresent(run -> giveUp(run, "the route stops"));
  }
}
