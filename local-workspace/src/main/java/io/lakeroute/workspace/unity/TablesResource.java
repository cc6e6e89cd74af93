// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.LocalCatalog;
import io.lakeroute.workspace.sql.SparkEngine;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.Identifier;

/** Unity Catalog's tables and views, to read; safe for threads. */
public final class TablesResource implements Resource {

  private final SparkEngine engine;
  private final Authorizer authorizer;
  private final CatalogObjects objects;

  public TablesResource(SparkEngine engine) {
    this.engine = engine;
    this.authorizer = engine.authorizer();
    this.objects = new CatalogObjects(engine.catalogs());
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", UnityResource.ROOT + "/tables", engine.inSession(this::list))
        .add("GET", UnityResource.ROOT + "/tables/{name}", engine.inSession(this::get))
        .add("GET", UnityResource.ROOT + "/tables/{name}/exists", engine.inSession(this::exists))
        .add("GET", UnityResource.ROOT + "/table-summaries", engine.inSession(this::summaries));
  }

  private Response list(Request request) {
    String catalog = UnityResource.required(request, "catalog_name");
    String schema = UnityResource.required(request, "schema_name");
    var place = Securable.schema(catalog, schema);
    objects.require(place);
    authorizer.requireSight(request.principal(), place);
    var names =
        CatalogObjects.relations(objects.open(catalog), schema).stream()
            .filter(name -> lists(request, Securable.table(catalog, schema, name)))
            .toList();
    return Page.of(request)
        .answer("tables", names, name -> describe(request, Securable.table(catalog, schema, name)));
  }

  /** Whether a listing shows a table: whoever may only know of it has to ask for that. */
  private boolean lists(Request request, Securable table) {
    return authorizer.sees(request.principal(), table)
        || (UnityResource.flag(request, "include_browse")
            && authorizer.browses(request.principal(), table));
  }

  private Response get(Request request) {
    var table = table(request);
    objects.require(table);
    authorizer.requireSight(request.principal(), table);
    return Response.json(describe(request, table));
  }

  private JsonNode describe(Request request, Securable table) {
    var shape =
        new TableJson.Shape(
            !UnityResource.flag(request, "omit_columns"),
            !UnityResource.flag(request, "omit_properties"));
    var relation = objects.relation(table);
    var entry = engine.catalogs().entry(table);
    var json = TableJson.of(table, relation, shape, entry, engine.statistics());
    json.put("owner", authorizer.owner(table));
    return authorizer.sees(request.principal(), table) ? json : json.put("browse_only", true);
  }

  private Response exists(Request request) {
    var table = table(request);
    objects.require(table.parent().orElseThrow());
    boolean exists =
        engine.catalogs().exists(table) && authorizer.knows(request.principal(), table);
    return Response.json(Json.object().put("table_exists", exists));
  }

  private static Securable table(Request request) {
    String[] name = UnityResource.parts(request, 3);
    return Securable.table(name[0], name[1], name[2]);
  }

  private Response summaries(Request request) {
    String catalog = UnityResource.required(request, "catalog_name");
    var opened = objects.open(catalog);
    var schemaLike = like(request, "schema_name_pattern");
    var tableLike = like(request, "table_name_pattern");
    var names = new ArrayList<String>();
    for (String schema : CatalogObjects.schemas(opened)) {
      if (schemaLike.matcher(schema).matches()) {
        CatalogObjects.relations(opened, schema).stream()
            .filter(name -> tableLike.matcher(name).matches())
            .map(name -> Securable.table(catalog, schema, name))
            .filter(table -> authorizer.knows(request.principal(), table))
            .forEach(table -> names.add(table.fullName()));
      }
    }
    return Page.of(request)
        .answer("tables", names.stream().sorted().toList(), name -> summary(opened, name));
  }

  private static JsonNode summary(LocalCatalog catalog, String fullName) {
    String[] name = fullName.split("\\.", 3);
    boolean view = catalog.viewExists(Identifier.of(new String[] {name[1]}, name[2]));
    return Json.object().put("full_name", fullName).put("table_type", view ? "VIEW" : "MANAGED");
  }

  /** A pattern with SQL's {@code %} and {@code _}; absent, it fits every name. */
  private static Pattern like(Request request, String parameter) {
    String pattern = request.parameter(parameter).map(UnityResource::lower).orElse("%");
    return Pattern.compile(
        pattern
            .chars()
            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining()));
  }
}
