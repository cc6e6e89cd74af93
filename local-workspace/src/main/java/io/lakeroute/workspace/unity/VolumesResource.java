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
import io.lakeroute.workspace.sql.SparkEngine;
import io.lakeroute.workspace.sql.Volumes;

/** Unity Catalog's volumes: create, list, read, delete; safe for threads. */
public final class VolumesResource implements Resource {

  private static final String ROOT = UnityResource.ROOT + "/volumes";
  private static final int LARGEST_PAGE = 10_000;

  private final Volumes volumes;
  private final Authorizer authorizer;
  private final CatalogObjects objects;

  public VolumesResource(SparkEngine engine) {
    this.volumes = engine.volumes();
    this.authorizer = engine.authorizer();
    this.objects = new CatalogObjects(engine.catalogs());
  }

  @Override
  public void register(Router router) {
    router
        .add("POST", ROOT, this::create)
        .add("GET", ROOT, this::list)
        .add("GET", ROOT + "/{name}", this::read)
        .add("DELETE", ROOT + "/{name}", this::delete);
  }

  private Response create(Request request) {
    var body = request.json();
    if (!required(body, "volume_type").equals("MANAGED")) {
      throw ApiException.badRequest("The local workspace has managed volumes only.");
    }
    if (body.hasNonNull("storage_location")) {
      throw ApiException.badRequest("CreateVolume storage_location can not be provided.");
    }
    var volume =
        Securable.volume(
            required(body, "catalog_name"), required(body, "schema_name"), required(body, "name"));
    objects.require(volume.parent().orElseThrow());
    if (!volumes.create(request.principal(), volume, body.path("comment").asText(""))) {
      throw new ApiException(
          409, "ALREADY_EXISTS", "Volume '%s' already exists.".formatted(volume.fullName()));
    }
    return Response.json(describe(volume));
  }

  private Response list(Request request) {
    String catalog = UnityResource.required(request, "catalog_name");
    String schema = UnityResource.required(request, "schema_name");
    var place = Securable.schema(catalog, schema);
    objects.require(place);
    authorizer.requireSight(request.principal(), place);
    var names =
        volumes.names(place).stream()
            .filter(
                name ->
                    authorizer.sees(request.principal(), Securable.volume(catalog, schema, name)))
            .toList();
    return Page.of(request, "max_results", LARGEST_PAGE)
        .answer("volumes", names, name -> describe(Securable.volume(catalog, schema, name)));
  }

  private Response read(Request request) {
    var volume = volume(request);
    authorizer.requireSight(request.principal(), volume);
    return Response.json(describe(volume));
  }

  private Response delete(Request request) {
    volumes.drop(request.principal(), volume(request));
    return Response.json(Json.object());
  }

  /** The volume in the path, which exists. */
  private Securable volume(Request request) {
    String[] name = UnityResource.parts(request, 3);
    var volume = Securable.volume(name[0], name[1], name[2]);
    objects.require(volume);
    return volume;
  }

  private JsonNode describe(Securable volume) {
    var name = volume.name();
    var info = volumes.info(volume);
    var json =
        Json.object()
            .put("name", name.get(2))
            .put("catalog_name", name.get(0))
            .put("schema_name", name.get(1))
            .put("full_name", volume.fullName())
            .put("volume_type", "MANAGED")
            .put("volume_id", info.id())
            .put("owner", authorizer.owner(volume))
            .put("created_at", info.createdAt())
            .put("created_by", info.createdBy())
            .put("updated_at", info.createdAt())
            .put("updated_by", info.createdBy())
            .put("storage_location", volumes.folder(volume).toUri().toString());
    return info.comment().isEmpty() ? json : json.put("comment", info.comment());
  }

  private static String required(JsonNode body, String member) {
    String value = body.path(member).asText("");
    if (value.isEmpty()) {
      throw ApiException.badRequest("Missing required field: " + member);
    }
    return value;
  }
}
