// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.JsonText;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunHeaders;
import io.lakeroute.databricks.run.RunKey;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.ThisProcess;
import io.lakeroute.databricks.waiting.Repeater;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the record of each run of a tenant that has ended, on whatever node, once it is safely
 * stored: at least once, by one of the nodes that share the store. Thread-safe.
 */
public final class RunsConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(RunsConsumer.class);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int AT_ONCE = 100;

  private final RunService runs;
  private final Setup setup;
  private Optional<RunsSeen> seen = Optional.empty();
  private Optional<Future<?>> polling = Optional.empty();

  /**
   * What a consumer of this component is set up with.
   *
   * @param key what it is called among those that hear of the tenant's runs
   * @param json whether it sends JSON text instead of maps
   */
  public record Setup(RunKey key, boolean json, Repeater polls) {}

  public RunsConsumer(Endpoint endpoint, Processor processor, RunService runs, Setup setup) {
    super(endpoint, processor);
    this.runs = runs;
    this.setup = setup;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    seen = Optional.of(begin());
    polling = Optional.of(setup.polls().repeat(this::poll, BETWEEN));
  }

  @Override
  protected void doStop() throws Exception {
    polling.ifPresent(future -> future.cancel(false));
    super.doStop();
  }

  /** Where it stood when it stopped; the first time, what ends from now on. */
  private RunsSeen begin() {
    Optional<RunsSeen> stored = stored();
    if (stored.isPresent()) {
      return stored.get();
    }
    RunsSeen beginning = RunsSeen.beginning(Instant.now());
    withLease(
        lease -> {
          if (stored().isEmpty()) {
            save(beginning, lease);
          }
        });
    return stored().orElse(beginning);
  }

  private Optional<RunsSeen> stored() {
    return runs.store().cursor(setup.key().toString()).map(c -> RunsSeen.parse(c.position()));
  }

  private void poll() {
    try {
      if (!unseen(seen.orElseThrow()).isEmpty()) {
        withLease(this::tell);
        seen = stored().or(() -> seen);
      }
    } catch (RuntimeException e) {
      LOG.warn("{} could not hear of runs and tries again: {}", setup.key(), e.toString());
    }
  }

  private List<RunRecord> unseen(RunsSeen known) {
    return runs.store().ended(setup.key().tenant(), known.from(), AT_ONCE).stream()
        .filter(run -> !known.has(run))
        .toList();
  }

  private void tell(Lease lease) {
    RunsSeen known = stored().orElseGet(seen::orElseThrow);
    for (RunRecord run : unseen(known)) {
      if (!isRunAllowed()
          || runs.store().renew(lease, KeyRunner.LEASE) == CursorStore.Renewal.LOST
          || !delivered(run)) {
        return;
      }
      known = known.with(run);
      save(known, lease);
    }
  }

  private void save(RunsSeen known, Lease lease) {
    runs.store().save(new Cursor(setup.key().toString(), "", known.json(), "", 0), lease);
  }

  /** False when the route failed: the record comes again with the next look. */
  private boolean delivered(RunRecord run) {
    Exchange exchange = createExchange(false);
    try {
      Map<String, Object> body = RunMap.of(run);
      Message message = exchange.getMessage();
      message.getHeaders().putAll(RunHeaders.of(run.scope()));
      message.setHeader(DatabricksConstants.RUN_STATE, run.outcome().state().name());
      if (setup.json()) {
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
      }
      message.setBody(setup.json() ? JsonText.of(body) : body);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      return true;
    } catch (Exception e) {
      getExceptionHandler()
          .handleException(
              "Cannot tell of run " + run.scope().id() + "; it is told again", exchange, e);
      return false;
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** Another node that has the lease tells of the runs in the place of this one. */
  private void withLease(Consumer<Lease> work) {
    Optional<Lease> lease =
        runs.store().acquire(setup.key().toString(), ThisProcess.owner(this), KeyRunner.LEASE);
    if (lease.isPresent()) {
      try {
        work.accept(lease.get());
      } finally {
        runs.store().release(lease.get());
      }
    }
  }
}
