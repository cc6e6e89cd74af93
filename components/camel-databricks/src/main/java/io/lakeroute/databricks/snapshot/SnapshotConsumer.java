package io.lakeroute.databricks.snapshot;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.query.LargeResults;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.SparkSchema;
import io.lakeroute.databricks.runs.KeyRunner;
import io.lakeroute.databricks.runs.RunContext;
import io.lakeroute.databricks.runs.RunKey;
import io.lakeroute.databricks.runs.RunService;
import io.lakeroute.databricks.schedule.Schedule;
import io.lakeroute.databricks.store.RunRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/**
 * Imports a table when it is due: one exchange for each batch, one batch after the other.
 * Thread-safe.
 */
public final class SnapshotConsumer extends DefaultConsumer {

  private final WorkspaceConnection connection;
  private final SnapshotSettings settings;
  private final Measurements measurements;
  private final Schedule schedule;
  private final RunService runs;
  private final KeyRunner runner;

  /** What a consumer of this component is set up with, besides what it reads. */
  public record Setup(RunKey key, Schedule schedule, String node, ScheduledExecutorService timer) {}

  public SnapshotConsumer(
      Endpoint endpoint,
      Processor processor,
      WorkspaceConnection connection,
      LargeResults statements,
      SnapshotSettings settings,
      Measurements measurements,
      Setup setup,
      RunService runs) {
    super(endpoint, processor);
    this.connection = connection;
    this.settings = settings;
    this.measurements = measurements;
    this.schedule = setup.schedule();
    this.runs = runs;
    this.runner =
        new KeyRunner(
            new KeyRunner.Identity(
                setup.key(),
                connection.profile().name(),
                settings.table().fullName(),
                setup.node()),
            runs.store(),
            new SnapshotWork(
                settings,
                runId -> new TableProbe(connection, statements, settings, runId),
                this::delivery),
            setup.timer());
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
  private SnapshotWork.Delivery delivery(
      RunContext context, SnapshotPlan plan, List<Column> columns) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(DatabricksConstants.CONNECTION, connection.profile().name());
    headers.put(DatabricksConstants.TENANT, runner.key().tenant());
    headers.put(DatabricksConstants.FLOW, runner.key().flow());
    headers.put(DatabricksConstants.RUN_KEY, runner.key().toString());
    headers.put(DatabricksConstants.RUN_ID, context.runId());
    headers.put(DatabricksConstants.TABLE, settings.table().fullName());
    headers.put(DatabricksConstants.TABLE_ID, plan.tableId());
    plan.position()
        .version()
        .ifPresent(version -> headers.put(DatabricksConstants.VERSION, version));
    headers.put(DatabricksConstants.INCREMENTAL, plan.incremental());
    headers.put(DatabricksConstants.SCHEMA, SparkSchema.json(columns));
    return (batch, index) -> {
      measurements.rows(batch.rows().size());
      return deliver(batch, index, headers);
    };
  }

  private RunRecord.Counts deliver(
      SnapshotBatches.Batch batch, long index, Map<String, Object> headers) {
    Exchange exchange = createExchange(false);
    try {
      Message message = exchange.getMessage();
      message.setBody(batch.rows());
      message.getHeaders().putAll(headers);
      message.setHeader(DatabricksConstants.BATCH_INDEX, index);
      message.setHeader(
          DatabricksConstants.BATCH_OFFSET, batch.after().rows() - batch.rows().size());
      message.setHeader(DatabricksConstants.BATCH_ROWS, batch.rows().size());
      message.setHeader(DatabricksConstants.RUN_COMPLETE, batch.last());
      getProcessor().process(exchange);
      if (exchange.getException() instanceof DatabricksException failure) {
        throw failure; // Its message is ours, and belongs into the record of the run.
      }
      if (exchange.getException() != null) {
        throw new RuntimeCamelException(exchange.getException());
      }
      return counts(batch.rows().size(), exchange);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeCamelException(e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** A step of the route tells how many rows it took out, such as those that a mapping refused. */
  private static RunRecord.Counts counts(long rows, Exchange exchange) {
    long rejected =
        exchange.getProperty(DatabricksConstants.REJECTED_ROWS_PROPERTY, 0L, Long.class);
    if (rejected < 0 || rejected > rows) {
      throw new DatabricksException(
          Reason.INVALID,
          "The exchange property %s is %d for a batch of %d rows."
              .formatted(DatabricksConstants.REJECTED_ROWS_PROPERTY, rejected, rows));
    }
    return new RunRecord.Counts(rows, rows - rejected, 0, rejected, 0, 0);
  }
}
