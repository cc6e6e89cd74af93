// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import java.util.Map;
import java.util.Optional;

/**
 * What a statement answered. Immutable.
 *
 * @param row its one row by column, such as {@code num_affected_rows}; empty where it answers none,
 *     as definitions do
 */
public record ChangeResult(Map<String, String> row) {

  public static final String AFFECTED = "num_affected_rows";
  public static final String INSERTED = "num_inserted_rows";
  public static final String UPDATED = "num_updated_rows";
  public static final String DELETED = "num_deleted_rows";

  public ChangeResult {
    row = Map.copyOf(row);
  }

  /** The number in that column, where there is one. */
  public Optional<Long> number(String column) {
    return Optional.ofNullable(row.get(column))
        .filter(text -> text.matches("-?\\d{1,18}"))
        .map(Long::valueOf);
  }
}
