// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

/** What becomes of deletes. */
public enum Deletes {
  PROPAGATE,
  IGNORE
}
