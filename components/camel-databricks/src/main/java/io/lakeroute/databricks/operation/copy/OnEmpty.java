// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

/** What happens to a run without rows. */
public enum OnEmpty {
  /** The table becomes empty. */
  PUBLISH,
  /** The run fails, and the table stays as it is. */
  FAIL
}
