// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.schedule;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.ScheduledRuns;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.ScheduleOptions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Starts a route on a schedule, and keeps a record of each run. Stateless. */
public final class ScheduleRoom implements Room {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  @Override
  public String name() {
    return "schedule";
  }

  @Override
  public boolean takesObject() {
    return true;
  }

  /** It asks the store, and nothing of the connection but its tenant. */
  @Override
  public boolean watched() {
    return false;
  }

  @Override
  public Set<String> commonOptions() {
    return Set.of();
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(ScheduleOptions.class);
  }

  @Override
  public void check(RoomSetup setup) {
    String name = OptionChecks.text(setup.common().getObject()).orElse("");
    if (!NAME.matcher(name).matches()) {
      throw OptionChecks.wrong(
          "databricks:schedule needs a name, as in databricks:schedule:nightly: a lower-case letter"
              + " or digit, then up to 99 lower-case letters, digits, - and _; "
              + (name.isEmpty() ? "none is given." : "'" + name + "' is not one."));
    }
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    return new ScheduledRuns(setup, connection, measurements)
        .consumer(
            processor,
            new ScheduledRuns.Named(
                name(), OptionChecks.text(setup.common().getObject()).orElseThrow(), ""),
            true,
            ScheduleWork::new);
  }
}
