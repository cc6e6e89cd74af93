// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

/** Sees and starts one warehouse or cluster. Thread-safe. */
public interface WarehouseControl {

  /** What it does now; asking wakes nothing. */
  WarehouseState state();

  /** Asks it to start and returns at once. */
  void start();
}
