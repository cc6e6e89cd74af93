// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.service.compute.ClustersAPI;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.rest.RestCalls;

/** An all-purpose cluster behind the workspace's REST API. Thread-safe. */
public final class RestCluster implements WarehouseControl {

  private final String id;
  private final ClustersAPI clusters;
  private final RestCalls calls;

  public RestCluster(String id, ApiClient api, RestCalls calls) {
    this.id = id;
    this.clusters = new ClustersAPI(api);
    this.calls = calls;
  }

  @Override
  public WarehouseState state() {
    try {
      return calls.call(
          "Cannot ask for the state of cluster " + id,
          () ->
              switch (clusters.get(id).getState()) {
                case RUNNING, RESIZING -> WarehouseState.RUNNING;
                case PENDING, RESTARTING -> WarehouseState.STARTING;
                case TERMINATING -> WarehouseState.STOPPING;
                // A start says what is wrong with one that is in error.
                case TERMINATED, ERROR, UNKNOWN -> WarehouseState.STOPPED;
              });
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.NOT_FOUND) {
        return WarehouseState.DELETED;
      }
      throw e;
    }
  }

  @Override
  public void start() {
    calls.call("Cannot start cluster " + id + " (it takes CAN RESTART)", () -> clusters.start(id));
  }
}
