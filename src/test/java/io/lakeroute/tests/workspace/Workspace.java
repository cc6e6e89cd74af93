// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;

/**
 * How to reach a workspace, local or real, and where in it tests may write; immutable.
 *
 * @param host URL without a trailing slash
 * @param httpPath of the SQL warehouse, such as {@code /sql/1.0/warehouses/0123456789abcdef}
 * @param token a personal access token; empty where the workspace gives none
 * @param catalog a catalog in which {@code schema} may be filled and emptied
 */
public record Workspace(
    URI host,
    String httpPath,
    String clientId,
    String clientSecret,
    String token,
    String catalog,
    String schema) {

  /** Reads what the local workspace wrote, or what was given for a real one. */
  static Workspace of(Properties properties, String catalog, String schema) {
    return new Workspace(
        URI.create(properties.getProperty("host")),
        properties.getProperty("http.path"),
        properties.getProperty("client.id"),
        properties.getProperty("client.secret"),
        properties.getProperty("token", ""),
        catalog,
        schema);
  }

  /**
   * The real workspace named by {@code DATABRICKS_HOST}, {@code DATABRICKS_HTTP_PATH}, {@code
   * DATABRICKS_CLIENT_ID}, {@code DATABRICKS_CLIENT_SECRET}, {@code DATABRICKS_TOKEN}, {@code
   * DATABRICKS_CATALOG} and {@code DATABRICKS_SCHEMA} in the environment.
   */
  public static Workspace live() {
    var properties = new Properties();
    properties.setProperty("host", variable("HOST").replaceFirst("^(?!https?://)", "https://"));
    properties.setProperty("http.path", variable("HTTP_PATH"));
    properties.setProperty("client.id", variable("CLIENT_ID"));
    properties.setProperty("client.secret", variable("CLIENT_SECRET"));
    properties.setProperty("token", System.getenv().getOrDefault("DATABRICKS_TOKEN", ""));
    return of(properties, variable("CATALOG"), variable("SCHEMA"));
  }

  private static String variable(String name) {
    String value = System.getenv("DATABRICKS_" + name);
    if (value == null) {
      throw new IllegalStateException(
          "-Dlive=true runs against a real workspace: set DATABRICKS_" + name);
    }
    return value;
  }

  public Workspace withSchema(String name) {
    return new Workspace(host, httpPath, clientId, clientSecret, token, catalog, name);
  }

  /** The same workspace for another service principal. */
  public Workspace withCredentials(String id, String secret) {
    return new Workspace(host, httpPath, id, secret, "", catalog, schema);
  }

  public String warehouseId() {
    return Path.of(httpPath).getFileName().toString();
  }

  /** The three-part name of an object in the schema that tests may write. */
  public String name(String object) {
    return String.join(".", catalog, schema, object);
  }

  public URI url(String path) {
    return host.resolve(path);
  }
}
