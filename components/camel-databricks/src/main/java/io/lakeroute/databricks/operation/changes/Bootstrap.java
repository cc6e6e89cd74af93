package io.lakeroute.databricks.operation.changes;

/** What the first run of a sync delivers. */
public enum Bootstrap {
  SNAPSHOT,
  NONE,
  VERSION
}
