// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.ScheduledReader;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.option.SourceOptions;
import java.util.List;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Reads the change data feed of a table on a schedule. Stateless. */
public final class ChangesRoom implements Room {

  @Override
  public String name() {
    return "changes";
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
    return List.of(ChangesOptions.class, SourceOptions.class, ScheduleOptions.class);
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    ChangesSettings settings =
        ChangesSettings.of(
            setup.common(),
            setup.options(SourceOptions.class),
            setup.options(ChangesOptions.class));
    ScheduledReader reader = new ScheduledReader(setup, connection, measurements, settings.table());
    reader.check(settings.filter());
    return reader.consumer(
        processor,
        name(),
        true,
        (probes, deliveries) -> new ChangesWork(settings, probes, deliveries));
  }
}
