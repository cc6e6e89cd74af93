// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import io.lakeroute.routes.Lakeroute;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * The application as it is shipped, in this JVM, on free ports, with the settings of a test. Safe
 * for threads once started.
 */
public final class Application implements AutoCloseable {

  private static final String KEY = "a-key-that-only-tests-know";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Main main;
  private final int port;
  private final int managementPort;

  private Application(Main main, int port, int managementPort) {
    this.main = main;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts the flows that the settings name; the defaults of application.properties hold for what
   * they leave out.
   */
  public static Application start(Map<String, String> settings) throws Exception {
    int port = Processes.freePort();
    int managementPort = Processes.freePort();
    Main main = new Main(Lakeroute.class);
    main.addOverrideProperty("camel.server.port", String.valueOf(port));
    main.addOverrideProperty("camel.management.port", String.valueOf(managementPort));
    main.addOverrideProperty("lakeroute.rest.apiKeys", "test=" + sha256(KEY));
    main.addOverrideProperty(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    settings.forEach(main::addOverrideProperty);
    try {
      main.start();
    } catch (Exception e) {
      main.stop();
      throw e;
    }
    return new Application(main, port, managementPort);
  }

  /** What the interactions flow needs: a service principal's connection and mapping files. */
  public static Map<String, String> interactions(Workspace workspace, Path mappings) {
    Map<String, String> settings = connection(workspace);
    settings.put(
        "lakeroute.interactions.mappings",
        "file:" + mappings.toAbsolutePath() + "/*.interactions.yaml");
    return settings;
  }

  /** The connection {@code default} of a service principal. */
  public static Map<String, String> connection(Workspace workspace) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("databricks.connections.default.host", workspace.host().toString());
    settings.put("databricks.connections.default.httpPath", workspace.httpPath());
    settings.put("databricks.connections.default.auth", "oauth-m2m");
    settings.put("databricks.connections.default.clientId", workspace.clientId());
    settings.put("databricks.connections.default.clientSecret", workspace.clientSecret());
    return settings;
  }

  /** The connection {@code default}, which may write and stages objects in a bucket. */
  public static Map<String, String> exports(Workspace workspace, Bucket bucket, String folder) {
    Map<String, String> settings = connection(workspace);
    settings.put("databricks.connections.default.writeBack", "true");
    bucket
        .staging(folder)
        .forEach((key, value) -> settings.put("databricks.connections.default." + key, value));
    return settings;
  }

  public CamelContext camelContext() {
    return main.getCamelContext();
  }

  public URI url(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  public URI managementUrl(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  /** A request with valid credentials. */
  public HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(url(pathAndQuery)).header("X-API-Key", KEY);
  }

  /** Asks with valid credentials. */
  public HttpResponse<String> get(String pathAndQuery) {
    return send(request(pathAndQuery));
  }

  /** Sends JSON with valid credentials. */
  public HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /**
   * Asks for interactions with valid credentials.
   *
   * @param query without the question mark; may be empty
   */
  public HttpResponse<String> interactions(String profile, String query) {
    String id = URLEncoder.encode(profile, StandardCharsets.UTF_8).replace("+", "%20");
    return get("/profiles/" + id + "/interactions" + (query.isEmpty() ? "" : "?" + query));
  }

  public static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    main.stop();
  }
}
