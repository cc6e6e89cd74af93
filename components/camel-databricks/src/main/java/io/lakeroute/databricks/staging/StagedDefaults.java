// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides which defaults the rows of a message get in the staging table. For one message and one
 * thread.
 *
 * <p>The staging table has the columns that the target had when the run began. A column that the
 * target got since gets its default from the target, when the run is published.
 */
public final class StagedDefaults {

  private final Supplier<List<String>> columns;
  private Optional<Set<String>> known = Optional.empty();

  /**
   * @param columns reads the names of the staging table's columns
   */
  public StagedDefaults(Supplier<List<String>> columns) {
    this.columns = columns;
  }

  /** The columns that a batch lacks and that need a default in the staging table. */
  public List<TargetColumn> of(RowBatch batch, TargetTable table) {
    return StagingTable.lacking(batch, table).stream().filter(this::staged).toList();
  }

  private boolean staged(TargetColumn column) {
    if (known.isEmpty()) {
      known =
          Optional.of(
              columns.get().stream().map(StagedDefaults::lower).collect(Collectors.toSet()));
    }
    return known.get().contains(lower(column.name()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
