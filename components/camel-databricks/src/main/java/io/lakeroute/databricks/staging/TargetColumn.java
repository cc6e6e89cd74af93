// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

/**
 * A column of the table that is written to. Immutable.
 *
 * @param name as the table spells it
 * @param nullable whether it takes NULL
 * @param missing what a new row that lacks it gets
 */
public record TargetColumn(String name, ColumnType type, boolean nullable, MissingValue missing) {

  /** A column that is NULL in a new row that lacks it. */
  public TargetColumn(String name, ColumnType type, boolean nullable) {
    this(name, type, nullable, MissingValue.NULL);
  }
}
