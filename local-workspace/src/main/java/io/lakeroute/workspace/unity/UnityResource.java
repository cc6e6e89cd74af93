// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.Catalogs;
import io.lakeroute.workspace.sql.SparkEngine;
import java.util.Locale;

/** Unity Catalog's catalogs and schemas, to read; safe for threads. */
public final class UnityResource implements Resource {

  static final String ROOT = "/api/2.1/unity-catalog";

  private final SparkEngine engine;
  private final Catalogs catalogs;
  private final Authorizer authorizer;
  private final CatalogObjects objects;

  public UnityResource(SparkEngine engine) {
    this.engine = engine;
    this.catalogs = engine.catalogs();
    this.authorizer = engine.authorizer();
    this.objects = new CatalogObjects(catalogs);
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", ROOT + "/catalogs", this::listCatalogs)
        .add("GET", ROOT + "/catalogs/{name}", this::getCatalog)
        .add("GET", ROOT + "/schemas", engine.inSession(this::listSchemas))
        .add("GET", ROOT + "/schemas/{name}", this::getSchema);
  }

  private Response listCatalogs(Request request) {
    var names =
        catalogs.names().stream()
            .sorted()
            .filter(name -> lists(request, Securable.catalog(name)))
            .toList();
    return Page.of(request)
        .answer("catalogs", names, name -> describe(request, Securable.catalog(name)));
  }

  private Response getCatalog(Request request) {
    return get(request, Securable.catalog(request.variable("name")));
  }

  private Response listSchemas(Request request) {
    String catalog = required(request, "catalog_name");
    objects.require(Securable.catalog(catalog));
    authorizer.requireSight(request.principal(), Securable.catalog(catalog));
    var names =
        CatalogObjects.schemas(objects.open(catalog)).stream()
            .filter(name -> lists(request, Securable.schema(catalog, name)))
            .toList();
    return Page.of(request)
        .answer("schemas", names, name -> describe(request, Securable.schema(catalog, name)));
  }

  private Response getSchema(Request request) {
    String[] name = parts(request, 2);
    return get(request, Securable.schema(name[0], name[1]));
  }

  private Response get(Request request, Securable securable) {
    objects.require(securable);
    authorizer.requireSight(request.principal(), securable);
    return Response.json(describe(request, securable));
  }

  /** Whether a listing shows it: whoever may only know of it has to ask for that. */
  private boolean lists(Request request, Securable securable) {
    return authorizer.sees(request.principal(), securable)
        || (flag(request, "include_browse") && authorizer.browses(request.principal(), securable));
  }

  private JsonNode describe(Request request, Securable securable) {
    var name = securable.name();
    var json =
        Json.object()
            .put("name", name.get(name.size() - 1))
            .put("full_name", securable.fullName())
            .put("owner", authorizer.owner(securable))
            .put("catalog_type", "MANAGED_CATALOG")
            .put("securable_type", securable.type().name());
    if (securable.type() == Securable.Type.CATALOG) {
      json.put("isolation_mode", "OPEN");
    } else {
      json.put("catalog_name", name.get(0));
    }
    return authorizer.sees(request.principal(), securable) ? json : json.put("browse_only", true);
  }

  static String required(Request request, String parameter) {
    return request
        .parameter(parameter)
        .map(UnityResource::lower)
        .orElseThrow(() -> ApiException.badRequest("Missing required field: " + parameter));
  }

  static boolean flag(Request request, String parameter) {
    return request.parameter(parameter).map(Boolean::parseBoolean).orElse(false);
  }

  static String[] parts(Request request, int count) {
    String[] parts = lower(request.variable("name")).split("\\.", -1);
    if (parts.length != count) {
      throw ApiException.badRequest(
          "'%s' is not a valid name: %d parts with a dot between them are needed"
              .formatted(request.variable("name"), count));
    }
    return parts;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
