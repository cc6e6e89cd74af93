// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunConsumer;
import io.lakeroute.databricks.run.RunKey;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.store.ThisProcess;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/**
 * Makes the consumer of a room that runs on a schedule. Immutable.
 *
 * @param setup the endpoint's
 * @param connection whose tenant the runs belong to
 * @param measurements what counts its rows
 */
public record ScheduledRuns(
    RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {

  /**
   * What the runs are called.
   *
   * @param operation the flow where the endpoint names none
   * @param name the last part of the run's key
   * @param object the table or view that is read; empty for none
   */
  public record Named(String operation, String name, String object) {}

  /** Who the runs are. */
  public KeyRunner.Identity identity(Named named) {
    return new KeyRunner.Identity(
        new RunKey(
            connection.profile().tenant(),
            OptionChecks.text(setup.common().getFlow()).orElse(named.operation()),
            named.name()),
        connection.profile().name(),
        named.object(),
        ThisProcess.NAME);
  }

  /**
   * The consumer.
   *
   * @param repeated false for a single run, whatever the frequency
   */
  public Consumer consumer(
      Processor processor, Named named, boolean repeated, Function<Deliveries, RunWork> work) {
    ScheduleOptions schedule = setup.options(ScheduleOptions.class);
    return new RunConsumer(
        setup.endpoint(),
        processor,
        new RunConsumer.Setup(setup.runs(), setup.workers()::repeat, measurements),
        identity(named),
        schedule.schedule(repeated),
        schedule.policy(),
        work);
  }
}
