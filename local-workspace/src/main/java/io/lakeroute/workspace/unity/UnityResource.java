package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Handler;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.Catalogs;
import io.lakeroute.workspace.sql.LocalCatalog;
import io.lakeroute.workspace.sql.SparkEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * Unity Catalog's REST resource: catalogs, schemas, tables and views, to read; safe for threads.
 */
public final class UnityResource implements Resource {
  private static final String ROOT = "/api/2.1/unity-catalog";

  private final SparkEngine engine;
  private final Catalogs catalogs;
  private final CatalogObjects objects;

  public UnityResource(SparkEngine engine) {
    this.engine = engine;
    this.catalogs = engine.catalogs();
    this.objects = new CatalogObjects(catalogs);
  }

  @Override
  public void register(Router router) {
    router
        .add("GET", ROOT + "/catalogs", active(this::listCatalogs))
        .add("GET", ROOT + "/catalogs/{name}", active(this::getCatalog))
        .add("GET", ROOT + "/schemas", active(this::listSchemas))
        .add("GET", ROOT + "/schemas/{name}", active(this::getSchema))
        .add("GET", ROOT + "/tables", active(this::listTables))
        .add("GET", ROOT + "/tables/{name}", active(this::getTable))
        .add("GET", ROOT + "/tables/{name}/exists", active(this::tableExists))
        .add("GET", ROOT + "/table-summaries", active(this::listSummaries));
  }

  /** Spark takes its settings from the thread's session, and a server's thread has none. */
  private Handler active(Handler handler) {
    return request -> {
      SparkSession.setActiveSession(engine.spark());
      return handler.handle(request);
    };
  }

  private Response listCatalogs(Request request) {
    return Page.of(request).answer("catalogs", sorted(catalogs.names()), UnityResource::catalog);
  }

  private Response getCatalog(Request request) {
    String name = lower(request.variable("name"));
    objects.open(name);
    return Response.json(catalog(name));
  }

  private Response listSchemas(Request request) {
    String catalog = required(request, "catalog_name");
    return Page.of(request)
        .answer(
            "schemas",
            CatalogObjects.schemas(objects.open(catalog)),
            name -> schema(catalog, name));
  }

  private Response getSchema(Request request) {
    String[] name = parts(request, 2);
    objects.openSchema(name[0], name[1]);
    return Response.json(schema(name[0], name[1]));
  }

  private Response listTables(Request request) {
    String catalog = required(request, "catalog_name");
    String schema = required(request, "schema_name");
    var opened = objects.openSchema(catalog, schema);
    var shape =
        new TableJson.Shape(!flag(request, "omit_columns"), !flag(request, "omit_properties"));
    return Page.of(request)
        .answer(
            "tables",
            CatalogObjects.relations(opened, schema),
            name ->
                TableJson.of(
                    catalog, schema, name, CatalogObjects.relation(opened, schema, name), shape));
  }

  private Response getTable(Request request) {
    String[] name = parts(request, 3);
    var relation =
        objects
            .find(name)
            .orElseThrow(() -> CatalogObjects.missing("Table", String.join(".", name)));
    return Response.json(TableJson.of(name[0], name[1], name[2], relation, TableJson.Shape.WHOLE));
  }

  private Response tableExists(Request request) {
    return Response.json(
        Json.object().put("table_exists", objects.find(parts(request, 3)).isPresent()));
  }

  private Response listSummaries(Request request) {
    String catalog = required(request, "catalog_name");
    var opened = objects.open(catalog);
    var schemaLike = like(request, "schema_name_pattern");
    var tableLike = like(request, "table_name_pattern");
    var names = new ArrayList<String>();
    for (String schema : CatalogObjects.schemas(opened)) {
      if (schemaLike.matcher(schema).matches()) {
        CatalogObjects.relations(opened, schema).stream()
            .filter(name -> tableLike.matcher(name).matches())
            .forEach(name -> names.add(String.join(".", catalog, schema, name)));
      }
    }
    return Page.of(request).answer("tables", sorted(names), fullName -> summary(opened, fullName));
  }

  private static JsonNode summary(LocalCatalog catalog, String fullName) {
    String[] name = fullName.split("\\.", 3);
    boolean view = catalog.viewExists(Identifier.of(new String[] {name[1]}, name[2]));
    return Json.object().put("full_name", fullName).put("table_type", view ? "VIEW" : "MANAGED");
  }

  private static JsonNode catalog(String name) {
    return Json.object()
        .put("name", name)
        .put("full_name", name)
        .put("catalog_type", "MANAGED_CATALOG")
        .put("securable_type", "CATALOG")
        .put("isolation_mode", "OPEN");
  }

  private static JsonNode schema(String catalog, String name) {
    return Json.object()
        .put("name", name)
        .put("catalog_name", catalog)
        .put("full_name", catalog + "." + name)
        .put("catalog_type", "MANAGED_CATALOG")
        .put("securable_type", "SCHEMA");
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  private static String required(Request request, String parameter) {
    return request
        .parameter(parameter)
        .map(UnityResource::lower)
        .orElseThrow(() -> ApiException.badRequest("Missing required field: " + parameter));
  }

  private static boolean flag(Request request, String parameter) {
    return request.parameter(parameter).map(Boolean::parseBoolean).orElse(false);
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

  private static String[] parts(Request request, int count) {
    String[] parts = lower(request.variable("name")).split("\\.", -1);
    if (parts.length != count) {
      throw ApiException.badRequest(
          "'%s' is not a valid name: %d parts with a dot between them are needed"
              .formatted(request.variable("name"), count));
    }
    return parts;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
