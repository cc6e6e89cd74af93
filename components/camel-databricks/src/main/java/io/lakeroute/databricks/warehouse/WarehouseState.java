// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

/** What a SQL warehouse or a cluster does now. */
public enum WarehouseState {
  RUNNING,
  STARTING,
  STOPPED,
  STOPPING,
  DELETED,
  DELETING;

  /** True when it is not there any more, so that no waiting helps. */
  public boolean gone() {
    return this == DELETED || this == DELETING;
  }
}
