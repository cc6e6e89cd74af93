package io.lakeroute.databricks.snapshot;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.query.LargeResults;
import io.lakeroute.databricks.result.SparkSchema;
import io.lakeroute.databricks.runs.KeyRunner;
import io.lakeroute.databricks.runs.RunContext;
import io.lakeroute.databricks.runs.RunKey;
import io.lakeroute.databricks.runs.RunService;
import io.lakeroute.databricks.schedule.Schedule;
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
      Setup setup,
      RunService runs) {
    super(endpoint, processor);
    this.connection = connection;
    this.settings = settings;
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
                this::deliver),
            setup.timer());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    runs.add(runner, schedule);
  }

  @Override
  protected void doStop() throws Exception {
    runs.remove(runner.key().toString());
    super.doStop();
  }

  private void deliver(
      SnapshotBatches.Batch batch, RunContext context, SnapshotPlan plan, long index) {
    Exchange exchange = createExchange(false);
    try {
      Message message = exchange.getMessage();
      message.setBody(batch.rows());
      message.setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
      message.setHeader(DatabricksConstants.TENANT, runner.key().tenant());
      message.setHeader(DatabricksConstants.FLOW, runner.key().flow());
      message.setHeader(DatabricksConstants.RUN_KEY, runner.key().toString());
      message.setHeader(DatabricksConstants.RUN_ID, context.runId());
      message.setHeader(DatabricksConstants.TABLE, settings.table().fullName());
      message.setHeader(DatabricksConstants.TABLE_ID, plan.tableId());
      plan.position()
          .version()
          .ifPresent(version -> message.setHeader(DatabricksConstants.VERSION, version));
      message.setHeader(DatabricksConstants.SCHEMA, SparkSchema.json(batch.rows().getColumns()));
      message.setHeader(DatabricksConstants.BATCH_INDEX, index);
      message.setHeader(
          DatabricksConstants.BATCH_OFFSET, batch.after().rows() - batch.rows().size());
      message.setHeader(DatabricksConstants.BATCH_ROWS, batch.rows().size());
      message.setHeader(DatabricksConstants.RUN_COMPLETE, batch.last());
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw new RuntimeCamelException(exchange.getException());
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeCamelException(e);
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
