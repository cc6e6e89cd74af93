// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

/** How staged rows get into the table. */
public enum PublishMode {
  /** All rows at once, in one commit. */
  REPLACE,
  /** What differs by key, in one commit; a change data feed then carries the differences only. */
  MERGE,
  /** Drops the table, creates it anew and lets the warehouse infer the types. Not atomic. */
  CLASSIC
}
