// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

/** How rows get into a table. */
public enum WriteMode {
  /** Rows are added, each once, however often they are delivered under the same run id. */
  APPEND,
  /** A row replaces the one of the same keys, or is added. */
  MERGE,
  /** The rows of a whole run take the place of all rows of the table, at once. */
  REPLACE
}
