// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

/** Whether a run delivers one net change for each row. */
public enum Net {
  /** Where there are keys. */
  AUTO,
  TRUE,
  FALSE
}
