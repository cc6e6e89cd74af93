// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.result.SparkSchema;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.waiting.Repeater;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;

/**
 * Runs the work of one key when it is due: one exchange for each batch, one batch after the other.
 * Thread-safe.
 */
public final class RunConsumer extends DefaultConsumer implements Deliveries {

  private final Measurements measurements;
  private final Schedule schedule;
  private final RunService runs;
  private final KeyRunner runner;

  /** What its component sets it up with. */
  public record Setup(RunService runs, Repeater renewals, Measurements measurements) {}

  /**
   * @param work makes what runs, of where its batches go
   */
  public RunConsumer(
      Endpoint endpoint,
      Processor processor,
      Setup setup,
      KeyRunner.Identity identity,
      Schedule schedule,
      RunPolicy policy,
      Function<Deliveries, RunWork> work) {
    super(endpoint, processor);
    this.measurements = setup.measurements();
    this.schedule = schedule;
    this.runs = setup.runs();
    this.runner = new KeyRunner(identity, runs.store(), work.apply(this), policy, setup.renewals());
    // The log has failed runs already.
    setExceptionHandler(
        new LoggingExceptionHandler(endpoint.getCamelContext(), getClass(), LoggingLevel.OFF));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    runs.add(runner, schedule);
  }

  @Override
  protected void doStop() throws Exception {
    runs.remove(runner);
    super.doStop();
  }

  /** What all batches of a run have in common is worked out once. */
  @Override
  public Delivery begin(RunContext context, Source source) {
    Map<String, Object> headers = headers(context.record().scope());
    if (!source.tableId().isEmpty()) {
      headers.put(DatabricksConstants.TABLE_ID, source.tableId());
    }
    source.version().ifPresent(version -> headers.put(DatabricksConstants.VERSION, version));
    source.firstRun().ifPresent(run -> headers.put(DatabricksConstants.FIRST_RUN_ID, run));
    headers.put(DatabricksConstants.KEYS, source.keys());
    headers.put(DatabricksConstants.INCREMENTAL, source.incremental());
    if (source.bootstrap()) {
      headers.put(DatabricksConstants.BOOTSTRAP, true);
    }
    headers.put(DatabricksConstants.SCHEMA, SparkSchema.json(source.columns()));
    return batch -> {
      measurements.rows(batch.rows().size());
      return deliver(batch, headers);
    };
  }

  private static Map<String, Object> headers(RunRecord.Scope run) {
    Map<String, Object> headers = RunHeaders.of(run);
    if (!run.object().isEmpty()) {
      headers.put(DatabricksConstants.TABLE, run.object());
    }
    return headers;
  }

  private Delivered deliver(Batch batch, Map<String, Object> headers) {
    Map<String, Object> own = new HashMap<>(headers);
    own.put(DatabricksConstants.BATCH_INDEX, batch.index());
    own.put(DatabricksConstants.BATCH_OFFSET, batch.offset());
    own.put(DatabricksConstants.BATCH_ROWS, batch.rows().size());
    own.put(DatabricksConstants.RUN_COMPLETE, batch.last());
    return send(batch.rows(), own, exchange -> DeliveredRows.of(batch.rows().size(), exchange));
  }

  @Override
  public Delivered message(RunContext context) {
    Map<String, Object> headers = headers(context.record().scope());
    headers.put(DatabricksConstants.BATCH_INDEX, 0L);
    headers.put(DatabricksConstants.BATCH_OFFSET, 0L);
    headers.put(DatabricksConstants.RUN_COMPLETE, true);
    return send(null, headers, DeliveredRows::counted);
  }

  private Delivered send(
      Object body, Map<String, Object> headers, Function<Exchange, Delivered> outcome) {
    Exchange exchange = createExchange(false);
    try {
      Message message = exchange.getMessage();
      message.setBody(body);
      message.getHeaders().putAll(headers);
      UserStep.process(getProcessor(), exchange);
      return outcome.apply(exchange);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** For a route that has bridgeErrorHandler or an exceptionHandler. */
  @Override
  public void failed(RunRecord run, RuntimeException cause) {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().getHeaders().putAll(headers(run.scope()));
      exchange.getMessage().setHeader(DatabricksConstants.RUN_STATE, run.outcome().state().name());
      getExceptionHandler()
          .handleException(
              run.scope().key() + " run " + run.scope().id() + " failed", exchange, cause);
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
