// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

/** What becomes of changes that cannot be read any more. */
public enum OnGap {
  FAIL,
  BRIDGE
}
