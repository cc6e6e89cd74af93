// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.knobs.Settings;
import java.net.URI;

/** {@code /api/2.0/sql/warehouses}: the warehouse's description, start and stop. */
public final class WarehousesResource implements Resource {

  private static final String PATH = "/api/2.0/sql/warehouses";

  private final Warehouse warehouse;
  private final Settings settings;

  public WarehousesResource(Warehouse warehouse, Settings settings) {
    this.warehouse = warehouse;
    this.settings = settings;
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", PATH, this::list)
        .add("GET", PATH + "/{id}", this::get)
        .add("POST", PATH + "/{id}/start", this::start)
        .add("POST", PATH + "/{id}/stop", this::stop);
  }

  private Response list(Request request) {
    var body = Json.object();
    var list = body.putArray("warehouses");
    if (warehouse.allows(request.principal(), Privilege.CAN_USE)) {
      list.add(description(request));
    }
    return Response.json(body);
  }

  private Response get(Request request) {
    warehouse.require(request.variable("id"), request.principal());
    return Response.json(description(request));
  }

  private Response start(Request request) {
    warehouse.require(request.variable("id"), request.principal());
    warehouse.start();
    return Response.json(Json.object());
  }

  private Response stop(Request request) {
    warehouse.require(request.variable("id"), request.principal(), Privilege.CAN_MANAGE);
    warehouse.stop();
    return Response.json(Json.object());
  }

  private ObjectNode description(Request request) {
    var host = URI.create(request.base());
    boolean tls = host.getScheme().equals("https");
    String path = "/sql/1.0/warehouses/" + warehouse.id();
    var state = warehouse.state();
    var json =
        Json.object()
            .put("id", warehouse.id())
            .put("name", "Local warehouse")
            .put("size", "SMALL")
            .put("cluster_size", "Small")
            .put("min_num_clusters", 1)
            .put("max_num_clusters", 1)
            .put("auto_stop_mins", settings.get(Settings.Key.IDLE_STOP).toMinutes())
            .put("auto_resume", true)
            .put("enable_photon", false)
            .put("enable_serverless_compute", true)
            .put("warehouse_type", "PRO")
            .put("num_clusters", state == Compute.State.RUNNING ? 1 : 0)
            .put("num_active_sessions", 0)
            .put("state", state.name())
            .put(
                "jdbc_url",
                "jdbc:databricks://%s:%d/default;ssl=%d;AuthMech=3;httpPath=%s"
                    .formatted(host.getHost(), port(host), tls ? 1 : 0, path));
    json.putObject("odbc_params")
        .put("hostname", host.getHost())
        .put("path", path)
        .put("protocol", host.getScheme())
        .put("port", port(host));
    json.putObject("health").put("status", "HEALTHY");
    json.putObject("channel").put("name", "CHANNEL_NAME_CURRENT");
    return json;
  }

  private static int port(URI host) {
    return host.getPort() < 0 ? 443 : host.getPort();
  }

  /** As the real service answers for an id that is unknown or not permitted. */
  static ApiException denied(String id) {
    String message =
        "You do not have permission to use the SQL Warehouse. Please contact your administrator.";
    var body = ApiException.body("PERMISSION_DENIED", message);
    body.withArrayProperty("details")
        .insertObject(0)
        .put("@type", "type.googleapis.com/google.rpc.ResourceInfo")
        .put("resource_type", "warehouse")
        .put("resource_name", id)
        .put("owner", "")
        .put("description", "user is not authorized to use this warehouse");
    return new ApiException(Response.json(403, body), message);
  }
}
