// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.service.sql.StartRequest;
import com.databricks.sdk.service.sql.WarehousesAPI;
import io.lakeroute.databricks.rest.RestCalls;

/** A warehouse behind the workspace's REST API. Thread-safe. */
public final class RestWarehouse implements WarehouseControl {

  private final String id;
  private final WarehousesAPI warehouses;
  private final RestCalls calls;

  public RestWarehouse(String id, ApiClient api, RestCalls calls) {
    this.id = id;
    this.warehouses = new WarehousesAPI(api);
    this.calls = calls;
  }

  @Override
  public WarehouseState state() {
    return calls.call(
        "Cannot ask for the state of warehouse " + id,
        () -> WarehouseState.valueOf(warehouses.get(id).getState().name()));
  }

  @Override
  public void start() {
    calls.call(
        "Cannot start warehouse " + id, () -> warehouses.start(new StartRequest().setId(id)));
  }
}
