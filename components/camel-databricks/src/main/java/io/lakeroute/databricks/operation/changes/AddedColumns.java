// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.run.TableProbe;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the columns that a table did not have in the run before, and logs them. Stateless. */
final class AddedColumns {

  private static final Logger LOG = LoggerFactory.getLogger(AddedColumns.class);

  private AddedColumns() {}

  /** The names of the new columns of a part; none in a snapshot, which is the whole table. */
  static List<String> of(
      TableProbe probe, FeedState state, OpenPart part, ChangesSettings settings) {
    boolean same =
        state.cursor().map(c -> c.schemaHash().equals(Hashes.columns(part.all()))).orElse(true);
    if (same || part.position().part().kind() == Part.Kind.BOOTSTRAP) {
      return List.of();
    }
    List<String> before;
    try {
      before = names(probe.columns(OptionalLong.of(state.position().orElseThrow().part().to())));
    } catch (DatabricksException e) {
      if (Gap.of(e).isEmpty()) {
        throw e;
      }
      LOG.warn("The columns of {} have changed; those before cannot be read", settings.table());
      return List.of();
    }
    List<String> added = names(part.all()).stream().filter(name -> !before.contains(name)).toList();
    if (!added.isEmpty()) {
      LOG.warn(
          "{} has new columns: {}. {}",
          settings.table(),
          String.join(", ", added),
          settings.fields().isEmpty()
              ? "They are delivered from now on."
              : "They are not delivered, since the option fields does not name them.");
    }
    return added;
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
