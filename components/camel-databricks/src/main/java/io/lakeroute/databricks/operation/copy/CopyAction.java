// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

/** The two steps of an export. */
enum CopyAction {
  /** Stages the rows of a run as objects, and loads them into a staging table at its end. */
  LOAD,
  /** Puts the staged rows in the place of all rows of the table, at the end of the run. */
  PUBLISH
}
