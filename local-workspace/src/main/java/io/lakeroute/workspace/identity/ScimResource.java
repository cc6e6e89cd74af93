// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Handler;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.identity.Principal.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** {@code /api/2.0/preview/scim/v2}: service principals, groups, and who the caller is. */
public final class ScimResource implements Resource {

  private static final String ROOT = "/api/2.0/preview/scim/v2";
  private static final String PRINCIPALS = ROOT + "/ServicePrincipals";
  private static final String GROUPS = ROOT + "/Groups";
  private static final String MEMBERS = "members";

  private final Principals principals;
  private final Access access;

  public ScimResource(Principals principals, Access access) {
    this.principals = principals;
    this.access = access;
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", ROOT + "/Me", request -> Response.json(me(request)))
        .add("GET", PRINCIPALS, this::listPrincipals)
        .add("POST", PRINCIPALS, admin(this::createPrincipal))
        .add("GET", PRINCIPALS + "/{id}", request -> Response.json(json(principal(request))))
        .add("DELETE", PRINCIPALS + "/{id}", admin(r -> remove(principal(r).id())))
        .add("GET", GROUPS, this::listGroups)
        .add("POST", GROUPS, admin(this::createGroup))
        .add("GET", GROUPS + "/{id}", request -> Response.json(json(group(request))))
        .add("PATCH", GROUPS + "/{id}", admin(this::patchGroup))
        .add("DELETE", GROUPS + "/{id}", admin(this::removeGroup));
  }

  private Handler admin(Handler handler) {
    return request -> {
      access.requireAdmin(request);
      return handler.handle(request);
    };
  }

  private ObjectNode me(Request request) {
    var principal = principals.find(request.principal()).orElseThrow();
    return json(principal).put("userName", principal.name());
  }

  private Response listPrincipals(Request request) {
    return ScimPage.of(request)
        .answer(
            principals.principals().stream()
                .filter(principal -> principal.kind() == Kind.SERVICE_PRINCIPAL)
                .map(this::json));
  }

  private Response createPrincipal(Request request) {
    var json = request.json();
    var applicationId =
        Optional.of(json.path("applicationId").asText()).filter(id -> !id.isEmpty());
    applicationId
        .filter(principals::exists)
        .ifPresent(
            id -> {
              throw ScimError.of(409, "Service principal with application ID " + id + " exists.");
            });
    String name = json.path("displayName").asText();
    return Response.json(201, json(principals.addServicePrincipal(applicationId, name)));
  }

  private Response listGroups(Request request) {
    return ScimPage.of(request).answer(principals.groups().stream().map(this::json));
  }

  private Response createGroup(Request request) {
    String name = request.json().path("displayName").asText();
    if (name.isBlank()) {
      throw ScimError.of(400, "displayName must not be empty.");
    }
    if (principals.exists(name)) {
      throw ScimError.of(409, "Group with name " + name + " already exists.");
    }
    var members = known(ids(request.json().path(MEMBERS)));
    return Response.json(201, json(principals.addGroup(name, members)));
  }

  /** Adds and removes members, in the ways that clients write it. */
  private Response patchGroup(Request request) {
    var group = group(request);
    for (var operation : request.json().path("Operations")) {
      String path = operation.path("path").asText();
      boolean add = operation.path("op").asText().equalsIgnoreCase("add");
      boolean remove = operation.path("op").asText().equalsIgnoreCase("remove");
      var one = ScimPage.equality(path.replaceFirst("^members\\[(.*)]$", "$1"));
      var value = operation.path("value");
      if (add && (path.equals(MEMBERS) || path.isEmpty() && value.has(MEMBERS))) {
        var members = known(ids(path.isEmpty() ? value.path(MEMBERS) : value));
        principals.changeGroup(group.id(), now -> now.with(members));
      } else if (remove && one.isPresent()) {
        principals.changeGroup(group.id(), now -> now.without(Set.of(one.get().value())));
      } else if (remove && path.equals(MEMBERS)) {
        var members = value.isEmpty() ? group.members() : ids(value);
        principals.changeGroup(group.id(), now -> now.without(members));
      } else {
        throw ScimError.of(400, "The local workspace only adds and removes members of groups.");
      }
    }
    return Response.bytes(204, "application/scim+json", new byte[0]);
  }

  private Response removeGroup(Request request) {
    var group = group(request);
    if (group.name().equals(Principals.ADMINS)) {
      throw ScimError.of(400, "The group admins cannot be deleted.");
    }
    return remove(group.id());
  }

  private Response remove(String id) {
    principals.remove(id);
    return Response.bytes(204, "application/scim+json", new byte[0]);
  }

  private Principal principal(Request request) {
    String id = request.variable("id");
    return principals
        .byId(id)
        .filter(principal -> principal.kind() == Kind.SERVICE_PRINCIPAL)
        .orElseThrow(missing("Service principal", id));
  }

  private Group group(Request request) {
    String id = request.variable("id");
    return principals.group(id).orElseThrow(missing("Group", id));
  }

  private static Supplier<RuntimeException> missing(String what, String id) {
    return () -> ScimError.of(404, what + " with id " + id + " not found.");
  }

  private static Set<String> ids(JsonNode members) {
    return new HashSet<>(
        StreamSupport.stream(members.spliterator(), false)
            .map(member -> member.path("value").asText())
            .toList());
  }

  private Set<String> known(Set<String> ids) {
    for (String id : ids) {
      if (principals.byId(id).isEmpty() && principals.group(id).isEmpty()) {
        throw ScimError.of(400, "There is no principal or group with id " + id + ".");
      }
    }
    return ids;
  }

  private ObjectNode json(Principal principal) {
    boolean user = principal.kind() == Kind.USER;
    var json = resource(user ? "User" : "ServicePrincipal", principal.id());
    json.put("displayName", principal.displayName())
        .put("active", true)
        .put(user ? "userName" : "applicationId", principal.name());
    return withGroups(json, principal.id());
  }

  private ObjectNode json(Group group) {
    var json = resource("Group", group.id()).put("displayName", group.name());
    var members = json.putArray(MEMBERS);
    for (String id : group.members()) {
      principals
          .byId(id)
          .map(Principal::displayName)
          .or(() -> principals.group(id).map(Group::name))
          .ifPresent(name -> members.addObject().put("value", id).put("display", name));
    }
    return withGroups(json, group.id());
  }

  private ObjectNode withGroups(ObjectNode json, String id) {
    var groups = json.putArray("groups");
    for (var group : principals.groupsWith(id)) {
      groups
          .addObject()
          .put("value", group.id())
          .put("display", group.name())
          .put("type", group.members().contains(id) ? "direct" : "indirect");
    }
    return json;
  }

  private static ObjectNode resource(String type, String id) {
    var json = Json.object().put("id", id);
    json.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:" + type);
    return json;
  }
}
