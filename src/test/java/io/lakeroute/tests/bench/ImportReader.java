// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads a table once, in one of several ways, in a JVM with little heap, and prints the figures of
 * {@link Passes}.
 */
final class ImportReader {

  static final String TABLE = "main.bench.imported";

  /** All but the Kamelet, which polls by itself, first read one row of so many. */
  private static final int WARMING = 10;

  private ImportReader() {}

  /**
   * Arguments: driver, unordered, jdbc, kamelet, import, large (batches) or dropped; rows; host,
   * HTTP path, client id, client secret, personal access token, trust store and its password.
   */
  public static void main(String[] args) throws Exception {
    SecureWorkspace workspace = workspace(args);
    long rows = Long.parseLong(args[1]);
    String order = " ORDER BY at, id";
    switch (args[0]) {
      case "driver" -> driver(workspace, rows, order);
      case "unordered" -> driver(workspace, rows, "");
      case "jdbc" -> jdbc(workspace, rows, order);
      case "kamelet" -> kamelet(workspace, sql(rows) + order);
      case "import" -> imported(workspace, rows, 1_000, true);
      case "large" -> imported(workspace, rows, 10_000, true);
      case "dropped" -> imported(workspace, rows, 10_000, false);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static String sql(long rows) {
    return "SELECT * FROM " + TABLE + " WHERE " + first(rows);
  }

  static String first(long rows) {
    return "id < " + rows;
  }

  /** Over the Statement Execution API, with the personal access token. */
  static Connection connect(SecureWorkspace workspace) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(workspace.driverOptions());
    properties.putAll(
        Map.of(
            "httpPath", workspace.access().httpPath(),
            "AuthMech", "3",
            "UID", "token",
            "PWD", workspace.access().token(),
            "UseThriftClient", "0",
            // As the component has it: with its default of 16 the driver runs out of memory.
            "cloudFetchThreadPoolSize", "2",
            "EnableTelemetry", "0"));
    URI host = workspace.access().host();
    return DriverManager.getConnection(
        "jdbc:databricks://" + host.getHost() + ":" + host.getPort(), properties);
  }

  private static void driver(SecureWorkspace workspace, long rows, String order) throws Exception {
    try (Connection connection = connect(workspace)) {
      Passes.loop(connection, sql(rows / WARMING) + order);
      Passes.report(0, () -> Passes.loop(connection, sql(rows) + order));
    }
  }

  private static void jdbc(SecureWorkspace workspace, long rows, String order) throws Exception {
    try (Connection connection = connect(workspace);
        DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("bench", new SingleConnectionDataSource(connection, true));
      AtomicLong read = new AtomicLong();
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:read")
                  .to("jdbc:bench?outputType=StreamList")
                  .split(body())
                  .streaming()
                  .process(
                      exchange -> {
                        Passes.take(exchange.getMessage().getBody());
                        read.incrementAndGet();
                      });
            }
          });
      camel.start();
      ProducerTemplate template = camel.createProducerTemplate();
      template.sendBody("direct:read", sql(rows / WARMING) + order);
      read.set(0);
      Passes.report(
          0,
          () -> {
            template.sendBody("direct:read", sql(rows) + order);
            return read.get();
          });
    }
  }

  private static void kamelet(SecureWorkspace workspace, String sql) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    AtomicLong rows = new AtomicLong();
    Map<String, String> parameters =
        Map.of(
            "serverHostname", workspace.access().host().getHost(),
            "serverPort", String.valueOf(workspace.access().host().getPort()),
            "httpPath", workspace.access().httpPath(),
            "accessToken", workspace.access().token(),
            "query", sql,
            "extraOptions",
                workspace.driverOptions().entrySet().stream()
                    .map(option -> ";" + option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining()));
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      parameters.forEach(
          (name, value) ->
              camel
                  .getPropertiesComponent()
                  .addOverrideProperty("camel.kamelet.databricks-source." + name, value));
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("kamelet:databricks-source")
                  .process(
                      exchange -> {
                        Passes.take(exchange.getMessage().getBody());
                        rows.incrementAndGet();
                        if (exchange.getProperty(Exchange.BATCH_COMPLETE, false, Boolean.class)) {
                          done.countDown();
                        }
                      });
            }
          });
      Passes.report(
          0,
          () -> {
            camel.start();
            done.await();
            return rows.get();
          });
    }
  }

  private static void imported(SecureWorkspace workspace, long rows, int batchSize, boolean reading)
      throws Exception {
    try (DefaultCamelContext camel = context(workspace)) {
      MeasuredImport warming = new MeasuredImport("warming", rows / WARMING, batchSize, reading);
      MeasuredImport measured = new MeasuredImport("measured", rows, batchSize, reading);
      camel.addRoutes(warming);
      camel.addRoutes(measured);
      camel.start();
      warming.run();
      Passes.report(0, measured::run);
    }
  }

  /** A context with the connection {@code bench} and a store of its own. */
  static DefaultCamelContext context(SecureWorkspace workspace) throws IOException {
    Properties settings = new Properties();
    String prefix = "databricks.connections.bench.";
    settings.setProperty(prefix + "host", workspace.access().host().toString());
    settings.setProperty(prefix + "httpPath", workspace.access().httpPath());
    settings.setProperty(prefix + "clientId", workspace.access().clientId());
    settings.setProperty(prefix + "clientSecret", workspace.access().clientSecret());
    settings.setProperty(prefix + "trustStore", workspace.trustStore().toString());
    settings.setProperty(prefix + "trustStorePassword", workspace.trustStorePassword());
    settings.setProperty(
        "databricks.store.directory", Files.createTempDirectory("bench-store").toString());
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getPropertiesComponent().setOverrideProperties(settings);
    return camel;
  }

  /** What the arguments of a reader say after its name and its rows. */
  static SecureWorkspace workspace(String... args) {
    return new SecureWorkspace(
        new Workspace(URI.create(args[2]), args[3], args[4], args[5], args[6], "main", "bench"),
        Path.of(args[7]),
        Path.of(args[7]),
        args[8]);
  }
}
