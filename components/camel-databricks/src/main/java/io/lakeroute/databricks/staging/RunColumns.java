// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.name.ObjectName;

/**
 * The columns by which rows of a run are recognised. Immutable.
 *
 * @param run its id
 * @param row the row's position in it
 */
public record RunColumns(String run, String row) {

  /** The columns as a list for INSERT. */
  public String names() {
    return ObjectName.quote(run) + ", " + ObjectName.quote(row);
  }

  /** The highest position that the message of these parameters has in the table already, or -1. */
  public String highest(ObjectName table) {
    return "coalesce((SELECT max("
        + ObjectName.quote(row)
        + ") FROM "
        + table.quoted()
        + " WHERE "
        + ObjectName.quote(run)
        + " = :run AND "
        + ObjectName.quote(row)
        + " BETWEEN :low AND :high), -1)";
  }
}
