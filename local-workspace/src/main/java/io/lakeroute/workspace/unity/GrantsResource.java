// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Grant;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.grants.Securable.Type;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.SparkEngine;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Unity Catalog's permissions, and the effective ones with what is inherited. */
public final class GrantsResource implements Resource {

  private static final String ROOT = "/api/2.1/unity-catalog";

  private final CatalogObjects objects;
  private final Authorizer authorizer;

  public GrantsResource(SparkEngine engine) {
    this.objects = new CatalogObjects(engine.catalogs());
    this.authorizer = engine.authorizer();
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", ROOT + "/permissions/{type}/{name}", this::get)
        .add("PATCH", ROOT + "/permissions/{type}/{name}", this::update)
        .add("GET", ROOT + "/effective-permissions/{type}/{name}", this::effective);
  }

  private Response get(Request request) {
    var securable = securable(request);
    var grants =
        grants(request, securable).filter(grant -> grant.place().equals(securable)).toList();
    return answer(request, grants, grant -> new TextNode(grant.privilege().name()));
  }

  private Response update(Request request) {
    var securable = securable(request);
    for (JsonNode change : request.json().path("changes")) {
      authorizer.change(
          request.principal(),
          securable,
          change.path("principal").asText(),
          privileges(change.path("add")),
          privileges(change.path("remove")));
    }
    return get(request);
  }

  private Response effective(Request request) {
    var securable = securable(request);
    return answer(
        request, grants(request, securable).toList(), grant -> inherited(grant, securable));
  }

  private static JsonNode inherited(Grant grant, Securable securable) {
    var json = Json.object().put("privilege", grant.privilege().name());
    return grant.place().equals(securable)
        ? json
        : json.put("inherited_from_type", grant.place().type().name())
            .put("inherited_from_name", grant.place().fullName());
  }

  private Stream<Grant> grants(Request request, Securable securable) {
    return authorizer
        .effective(request.principal(), securable, request.parameter("principal"))
        .stream();
  }

  /** One assignment for each principal. */
  private static Response answer(
      Request request, List<Grant> grants, Function<Grant, JsonNode> json) {
    request.parameter("max_results").ifPresent(GrantsResource::checkSize);
    var names = grants.stream().map(Grant::principal).distinct().sorted().toList();
    return Page.of(request)
        .answer(
            "privilege_assignments",
            names,
            name -> {
              var assignment = Json.object().put("principal", name);
              var privileges = assignment.putArray("privileges");
              grants.stream()
                  .filter(grant -> grant.principal().equals(name))
                  .forEach(grant -> privileges.add(json.apply(grant)));
              return assignment;
            });
  }

  private static void checkSize(String text) {
    if (text.matches("\\d{1,3}") && !text.matches("0|1[5-9]\\d|[2-9]\\d\\d")) {
      throw ApiException.badRequest("max_results must be 0 or at least 150, but is " + text);
    }
  }

  private static Set<Privilege> privileges(JsonNode names) {
    var privileges = EnumSet.noneOf(Privilege.class);
    for (JsonNode name : names) {
      privileges.add(
          Privilege.of(name.asText())
              .orElseThrow(
                  () -> ApiException.badRequest("Unknown privilege " + name.asText() + ".")));
    }
    return privileges;
  }

  /** The securable in the path, which exists. */
  private Securable securable(Request request) {
    String type = request.variable("type").toUpperCase(Locale.ROOT);
    var name = List.of(request.variable("name").split("\\.", -1));
    var securable =
        switch (type + " " + name.size()) {
          case "CATALOG 1" -> new Securable(Type.CATALOG, name);
          case "SCHEMA 2" -> new Securable(Type.SCHEMA, name);
          case "TABLE 3" -> new Securable(Type.TABLE, name);
          case "VOLUME 3" -> new Securable(Type.VOLUME, name);
          case "EXTERNAL_LOCATION 1" -> Securable.externalLocation(name.get(0));
          default ->
              throw ApiException.badRequest(
                  "'%s' is not the full name of a securable of the type %s"
                      .formatted(request.variable("name"), type));
        };
    objects.require(securable);
    return securable;
  }
}
