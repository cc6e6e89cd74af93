// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;

/** {@code /api/2.1/clusters}: the cluster's state, start and termination. */
public final class ClustersResource implements Resource {

  private static final String PATH = "/api/2.1/clusters/";
  private static final String ID = "cluster_id";

  private final Cluster cluster;
  private final Runnable whenTerminated;

  /**
   * @param whenTerminated ends what only lived there
   */
  public ClustersResource(Cluster cluster, Runnable whenTerminated) {
    this.cluster = cluster;
    this.whenTerminated = whenTerminated;
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", PATH + "get", this::get)
        .add("POST", PATH + "start", this::start)
        .add("POST", PATH + "delete", this::terminate);
  }

  private Response get(Request request) {
    cluster.require(request.parameter(ID).orElse(""), request.principal());
    return Response.json(
        Json.object()
            .put(ID, cluster.id())
            .put("cluster_name", "Local cluster")
            .put(
                "state",
                switch (cluster.state()) {
                  case STOPPED -> "TERMINATED";
                  case STARTING -> "PENDING";
                  case RUNNING -> "RUNNING";
                }));
  }

  private Response start(Request request) {
    cluster.require(request.json().path(ID).asText(), request.principal());
    if (cluster.state() != Compute.State.STOPPED) {
      throw new ApiException(
          400,
          "INVALID_STATE",
          "Cluster %s is in unexpected state %s.".formatted(cluster.id(), cluster.state()));
    }
    cluster.start();
    return Response.json(Json.object());
  }

  private Response terminate(Request request) {
    cluster.require(request.json().path(ID).asText(), request.principal());
    cluster.stop();
    whenTerminated.run();
    return Response.json(Json.object());
  }
}
