// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

/** What the first run of a sync delivers. */
public enum Bootstrap {
  SNAPSHOT,
  NONE,
  VERSION
}
