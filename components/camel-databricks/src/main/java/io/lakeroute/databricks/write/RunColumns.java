package io.lakeroute.databricks.write;

import io.lakeroute.databricks.catalog.ObjectName;

/**
 * The columns by which rows of a run are recognised. Immutable.
 *
 * @param run its id
 * @param row the row's position in it
 */
record RunColumns(String run, String row) {

  /** The columns as a list for INSERT. */
  String names() {
    return ObjectName.quote(run) + ", " + ObjectName.quote(row);
  }

  /** The highest position that the message of these parameters has in the table already, or -1. */
  String highest(ObjectName table) {
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
