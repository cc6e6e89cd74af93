// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.unity;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.service.catalog.CatalogInfo;
import com.databricks.sdk.service.catalog.EffectivePermissionsList;
import com.databricks.sdk.service.catalog.EffectivePrivilegeAssignment;
import com.databricks.sdk.service.catalog.GetEffectiveRequest;
import com.databricks.sdk.service.catalog.ListCatalogsRequest;
import com.databricks.sdk.service.catalog.ListCatalogsResponse;
import com.databricks.sdk.service.catalog.ListSchemasRequest;
import com.databricks.sdk.service.catalog.ListSchemasResponse;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.ListTablesResponse;
import com.databricks.sdk.service.catalog.SchemaInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.iam.User;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.name.SecurableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Unity Catalog over REST, as the principal of one connection sees it; no warehouse is involved.
 * Thread-safe.
 *
 * <p>The SDK's own services would follow pages unasked, and put names into paths as they are.
 */
public final class UnityCatalog {

  private static final String ROOT = "/api/2.1/unity-catalog/";

  private final WorkspaceConnection connection;

  public UnityCatalog(WorkspaceConnection connection) {
    this.connection = connection;
  }

  /** Some entries of a listing, and the token of the page behind them unless they are the last. */
  public record Page<T>(List<T> entries, Optional<String> next) {}

  /** Which page to get: the first without a token; 0 entries are as many as the service likes. */
  public record PageRequest(Optional<String> token, long entries) {

    /** As the SDK takes it. */
    private String orNull() {
      return token.orElse(null);
    }
  }

  public Page<CatalogInfo> catalogs(PageRequest page) {
    return list(
        "Cannot list the catalogs",
        "catalogs",
        new ListCatalogsRequest().setMaxResults(page.entries()).setPageToken(page.orNull()),
        ListCatalogsResponse.class,
        ListCatalogsResponse::getCatalogs,
        ListCatalogsResponse::getNextPageToken);
  }

  public Page<SchemaInfo> schemas(SecurableName catalog, PageRequest page) {
    return list(
        "Cannot list the schemas of " + catalog,
        "schemas",
        new ListSchemasRequest()
            .setCatalogName(catalog.part(0))
            .setMaxResults(page.entries())
            .setPageToken(page.orNull()),
        ListSchemasResponse.class,
        ListSchemasResponse::getSchemas,
        ListSchemasResponse::getNextPageToken);
  }

  /** Tables and views without their columns. */
  public Page<TableInfo> tables(SecurableName schema, PageRequest page) {
    return list(
        "Cannot list the tables of " + schema,
        "tables",
        new ListTablesRequest()
            .setCatalogName(schema.part(0))
            .setSchemaName(schema.part(1))
            .setOmitColumns(true)
            .setMaxResults(page.entries())
            .setPageToken(page.orNull()),
        ListTablesResponse.class,
        ListTablesResponse::getTables,
        ListTablesResponse::getNextPageToken);
  }

  /**
   * One table or view, with its columns.
   *
   * @param what the beginning of the text if it fails
   */
  public TableInfo table(String what, SecurableName table) {
    return get(what + " " + table, "tables/" + encoded(table), TableInfo.class);
  }

  /** The same for a name that is whole. */
  public TableInfo table(String what, ObjectName table) {
    return table(what, new SecurableName(List.of(table.catalog(), table.schema(), table.object())));
  }

  /** Who owns an object; empty where the service does not say. */
  public Optional<String> owner(SecurableName object) {
    String what = "Cannot read the owner of " + object;
    String path = securableType(object) + "s/" + encoded(object);
    return Optional.ofNullable(
        switch (object.depth()) {
          case 1 -> get(what, path, CatalogInfo.class).getOwner();
          case 2 -> get(what, path, SchemaInfo.class).getOwner();
          default -> get(what, path, TableInfo.class).getOwner();
        });
  }

  /** What a principal may do with an object by grants on it or on what it lies in. */
  public Page<EffectivePrivilegeAssignment> privileges(
      SecurableName object, String principal, PageRequest page) {
    return list(
        "Cannot read the privileges on " + object,
        "effective-permissions/" + securableType(object) + "/" + encoded(object),
        new GetEffectiveRequest()
            .setPrincipal(principal)
            .setMaxResults(page.entries())
            .setPageToken(page.orNull()),
        EffectivePermissionsList.class,
        EffectivePermissionsList::getPrivilegeAssignments,
        EffectivePermissionsList::getNextPageToken);
  }

  /** Who the connection's principal is. */
  public User me() {
    return call(
        "Cannot find out who the principal is",
        new Request(Request.GET, "/api/2.0/preview/scim/v2/Me"),
        User.class);
  }

  private <R, T> Page<T> list(
      String what,
      String path,
      Object query,
      Class<R> type,
      Function<R, Collection<T>> entries,
      Function<R, String> next) {
    Request request = new Request(Request.GET, ROOT + path);
    ApiClient.setQuery(request, query);
    R found = call(what, request, type);
    Collection<T> page = entries.apply(found);
    return new Page<>(
        page == null ? List.of() : List.copyOf(page),
        Optional.ofNullable(next.apply(found)).filter(token -> !token.isEmpty()));
  }

  private <T> T get(String what, String path, Class<T> type) {
    return call(what, new Request(Request.GET, ROOT + path), type);
  }

  private <T> T call(String what, Request request, Class<T> type) {
    request.withHeader("Accept", "application/json");
    String path = request.getUrl();
    return connection
        .rest()
        .call(
            what,
            () -> {
              try {
                // The client writes the host into the request, and a call may be made twice.
                return connection.api().execute(request.withUrl(path), type);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static String securableType(SecurableName object) {
    return switch (object.depth()) {
      case 1 -> "catalog";
      case 2 -> "schema";
      default -> "table";
    };
  }

  private static String encoded(SecurableName name) {
    return URLEncoder.encode(name.fullName().toLowerCase(Locale.ROOT), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
