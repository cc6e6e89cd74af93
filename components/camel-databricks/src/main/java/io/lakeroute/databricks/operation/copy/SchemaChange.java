// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

/** What happens when the columns of a run are not those of the table. */
public enum SchemaChange {
  /** New columns are added; those that the run lacks become NULL; another type is refused. */
  EVOLVE,
  /** The table gets the columns of the run, in the commit that publishes. */
  REPLACE,
  /** The run fails before anything is uploaded. */
  FAIL
}
