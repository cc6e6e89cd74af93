// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.catalog.CatalogRoom;
import io.lakeroute.databricks.operation.changes.ChangesRoom;
import io.lakeroute.databricks.operation.copy.CopyRoom;
import io.lakeroute.databricks.operation.execute.ExecuteRoom;
import io.lakeroute.databricks.operation.query.QueryRoom;
import io.lakeroute.databricks.operation.rotate.RotateRoom;
import io.lakeroute.databricks.operation.runs.RunsRoom;
import io.lakeroute.databricks.operation.schedule.ScheduleRoom;
import io.lakeroute.databricks.operation.snapshot.SnapshotRoom;
import io.lakeroute.databricks.operation.verify.VerifyRoom;
import io.lakeroute.databricks.operation.write.WriteRoom;
import io.lakeroute.databricks.option.OptionChecks;
import java.util.List;
import java.util.stream.Collectors;

/** The operations that there are. Immutable. */
final class Rooms {

  static final List<Room> ALL =
      List.of(
          new QueryRoom(),
          new ExecuteRoom(),
          new WriteRoom(),
          new CopyRoom(),
          new CatalogRoom(),
          new VerifyRoom(),
          new RotateRoom(),
          new SnapshotRoom(),
          new ChangesRoom(),
          new ScheduleRoom(),
          new RunsRoom());

  private Rooms() {}

  /** The operation of that name, or CONFIGURATION naming those there are. */
  static Room of(String name) {
    return ALL.stream()
        .filter(room -> room.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                OptionChecks.wrong(
                    "There is no operation '"
                        + name
                        + "'. There are: "
                        + ALL.stream().map(Room::name).sorted().collect(Collectors.joining(", "))
                        + "."));
  }
}
