// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.warehouses.Warehouse;
import java.util.HashMap;

/** The session calls of the driver, which the public API does not have. */
public final class SessionsResource implements Resource {

  private final Sessions sessions;
  private final Warehouse warehouse;

  public SessionsResource(Sessions sessions, Warehouse warehouse) {
    this.sessions = sessions;
    this.warehouse = warehouse;
  }

  @Override
  public void register(Router router) {
    router
        .add("POST", "/api/2.0/sql/warehouses/{warehouse}/sessions", this::open)
        .add("DELETE", "/api/2.0/sql/sessions/{id}", this::close);
  }

  /** Opening a session starts a stopped warehouse, and does not wait for it. */
  private Response open(Request request) {
    warehouse.require(request.variable("warehouse"), request.principal());
    var json = request.json();
    var confs = new HashMap<String, String>();
    json.path("session_confs")
        .properties()
        .forEach(conf -> confs.put(conf.getKey(), conf.getValue().asText()));
    try {
      var session =
          sessions.open(
              request.caller(), json.path("catalog").asText(), json.path("schema").asText(), confs);
      warehouse.start();
      return Response.json(Json.object().put("session_id", session.id()));
    } catch (RuntimeException e) {
      throw ApiException.badRequest(e.getMessage());
    }
  }

  private Response close(Request request) {
    sessions.close(request.caller(), request.variable("id"));
    return Response.json(Json.object());
  }
}
