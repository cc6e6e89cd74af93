// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code /api/2.0/permissions/warehouses}: who may use and who may manage the warehouse. */
public final class WarehousePermissions implements Resource {

  private static final String PATH = "/api/2.0/permissions/warehouses/{id}";
  private static final Set<Privilege> LEVELS = EnumSet.of(Privilege.CAN_USE, Privilege.CAN_MANAGE);
  private static final List<String> NAMES =
      List.of("user_name", "service_principal_name", "group_name");

  private final Warehouse warehouse;
  private final Authorizer authorizer;
  private final Securable securable;

  public WarehousePermissions(Warehouse warehouse, Authorizer authorizer) {
    this.warehouse = warehouse;
    this.authorizer = authorizer;
    this.securable = Securable.warehouse(warehouse.id());
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", PATH, this::get)
        .add("PATCH", PATH, this::update)
        .add("PUT", PATH, this::replace);
  }

  private Response get(Request request) {
    warehouse.require(request.variable("id"), request.principal(), Privilege.CAN_MANAGE);
    var body =
        Json.object()
            .put("object_id", "/sql/warehouses/" + warehouse.id())
            .put("object_type", "warehouses");
    var list = body.putArray("access_control_list");
    authorizer
        .lists()
        .on(securable)
        .forEach(
            (principal, levels) -> {
              var entry = list.addObject().put(authorizer.kind(principal), principal);
              var permissions = entry.put("display_name", principal).putArray("all_permissions");
              levels.forEach(
                  level ->
                      permissions
                          .addObject()
                          .put("permission_level", level.name())
                          .put("inherited", false));
            });
    return Response.json(body);
  }

  private Response replace(Request request) {
    warehouse.require(request.variable("id"), request.principal(), Privilege.CAN_MANAGE);
    authorizer
        .lists()
        .on(securable)
        .keySet()
        .forEach(name -> authorizer.lists().change(securable, name, Set.of(), LEVELS));
    return update(request);
  }

  private Response update(Request request) {
    warehouse.require(request.variable("id"), request.principal(), Privilege.CAN_MANAGE);
    for (JsonNode entry : request.json().path("access_control_list")) {
      var level = level(entry.path("permission_level").asText());
      var others = EnumSet.complementOf(EnumSet.of(level));
      others.retainAll(LEVELS);
      authorizer.change(request.principal(), securable, principal(entry), Set.of(level), others);
    }
    return get(request);
  }

  private static Privilege level(String text) {
    return Privilege.of(text)
        .filter(LEVELS::contains)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "The local workspace knows the permission levels CAN_USE and CAN_MANAGE only."));
  }

  private static String principal(JsonNode entry) {
    return NAMES.stream()
        .filter(entry::hasNonNull)
        .map(name -> entry.get(name).asText())
        .findFirst()
        .orElseThrow(() -> ApiException.badRequest("An entry names no principal."));
  }
}
