package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.staging.BodyReader;
import io.lakeroute.databricks.staging.Delivery;
import java.util.Optional;
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

  private final CopyTools tools;
  private final Measurements measurements;
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<LoadRun> open = Optional.empty();

  LoadOperation(CopyTools tools, Measurements measurements) {
    this.tools = tools;
    this.measurements = measurements;
  }

  @Override
  public void process(Exchange exchange) {
    Delivery delivery = Delivery.of(exchange);
    refuseParts(delivery);
    if (!turn.tryLock()) {
      throw refused(
          delivery, "another run of the same export is under way. Start this one after it");
    }
    try {
      LoadRun run = run(delivery);
      watch(exchange, run);
      long before = run.rows();
      run.add(delivery, BodyReader.rows(exchange), exchange);
      measurements.rows(run.rows() - before);
      if (delivery.complete()) {
        exchange.setProperty(StagedRun.PROPERTY, run.finish());
        open = Optional.empty();
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
    Optional<LoadRun> same = open.filter(run -> run.runId().equals(delivery.runId()));
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
    open.ifPresent(
        run -> {
          LOG.warn("{} begins, so run {}, which has not ended, is given up", this, run.runId());
          run.abort();
        });
    LoadRun begun = new LoadRun(tools, delivery);
    begun.begin();
    open = Optional.of(begun);
    tools.workers().after(tools.settings().runTimeout(), () -> expire(begun));
    return begun;
  }

  /** A run that carries a part of its source would publish that part in the place of the whole. */
  private void refuseParts(Delivery delivery) {
    if (delivery.incremental()) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot export to %s: run %s carries only what is new since the run before it. Leave timestampColumn out of the import, so that each run carries all rows. The table is as it was."
              .formatted(tools.target().table(), delivery.runId()));
    }
    if (delivery.batchIndex() == 0 && delivery.rowsBefore() > 0) {
      throw refused(
          delivery,
          "it resumes a run that ended after %d rows, and carries only the others. Set resume=false on its source, so that its next run begins anew"
              .formatted(delivery.rowsBefore()));
    }
  }

  private DatabricksException refused(Delivery delivery, String why) {
    return new DatabricksException(
        Reason.CONFLICT,
        "Cannot export run %s to %s: %s. The table is as it was."
            .formatted(delivery.runId(), tools.target().table(), why));
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
    turn.lock();
    try {
      if (open.filter(run::equals).isPresent()) {
        giveUp(run, "not all of its messages arrived within runTimeout");
      }
    } finally {
      turn.unlock();
    }
  }

  private void giveUp(LoadRun run, String why) {
    turn.lock();
    try {
      if (open.filter(run::equals).isPresent()) {
        open = Optional.empty();
      }
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
    open.ifPresent(run -> giveUp(run, "the route stops"));
  }
}
