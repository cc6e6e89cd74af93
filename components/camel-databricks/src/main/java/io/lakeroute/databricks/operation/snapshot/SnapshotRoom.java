// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.ScheduledReader;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.option.SourceOptions;
import java.util.List;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Imports a table or view on a schedule. Stateless. */
public final class SnapshotRoom implements Room {

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public boolean takesObject() {
    return true;
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions("batchSize", "fields", "keys", "stream");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(
        SnapshotOptions.class, SourceOptions.class, ResumeOptions.class, ScheduleOptions.class);
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    SnapshotOptions options = setup.options(SnapshotOptions.class);
    SnapshotSettings settings =
        ImportSettings.snapshot(
            setup.common(),
            options,
            setup.options(SourceOptions.class),
            setup.options(ResumeOptions.class));
    ScheduledReader reader = new ScheduledReader(setup, connection, measurements, settings.table());
    reader.check(settings.filter());
    return reader.consumer(
        processor,
        name(),
        options.isKeepUpdated(),
        (probes, deliveries) -> new SnapshotWork(settings, probes, deliveries));
  }
}
