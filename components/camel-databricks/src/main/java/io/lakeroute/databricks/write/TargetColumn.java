package io.lakeroute.databricks.write;

/**
 * A column of the table that is written to. Immutable.
 *
 * @param name as the table spells it
 * @param nullable whether it takes NULL
 */
record TargetColumn(String name, ColumnType type, boolean nullable) {}
