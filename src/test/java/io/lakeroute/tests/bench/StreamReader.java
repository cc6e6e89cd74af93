package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Reads a whole table once to warm up and once for the clock, in a JVM with little heap, and prints
 * {@code rows millis cpuMillis} of the second pass.
 */
final class StreamReader {

  private static final String STATEMENT = "SELECT * FROM main.bench.wide";

  private StreamReader() {}

  /** Arguments: driver or a stream format, host, HTTP path, client id, client secret. */
  public static void main(String[] args) throws Exception {
    Workspace workspace =
        new Workspace(URI.create(args[1]), args[2], args[3], args[4], "", "main", "bench");
    if (args[0].equals("driver")) {
      try (Connection connection = Driver.connect(workspace, Driver.Mode.SEA)) {
        report(() -> driver(connection));
      }
    } else {
      component(workspace, args[0]);
    }
    System.exit(0);
  }

  private interface Pass {
    long rows() throws Exception;
  }

  private static void report(Pass pass) throws Exception {
    pass.rows();
    long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    long start = System.nanoTime();
    long rows = pass.rows();
    long millis = (System.nanoTime() - start) / 1_000_000;
    cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() - cpu;
    System.out.printf("%d %d %d%n", rows, millis, cpu);
  }

  private static long driver(Connection connection) throws SQLException {
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(STATEMENT)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        for (int i = 1; i <= columns; i++) {
          result.getObject(i);
        }
        rows++;
      }
    }
    return rows;
  }

  private static void component(Workspace workspace, String format) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Properties settings = new Properties();
      String prefix = "databricks.connections.bench.";
      settings.setProperty(prefix + "host", workspace.host().toString());
      settings.setProperty(prefix + "httpPath", workspace.httpPath());
      settings.setProperty(prefix + "auth", "oauth-m2m");
      settings.setProperty(prefix + "clientId", workspace.clientId());
      settings.setProperty(prefix + "clientSecret", workspace.clientSecret());
      camel.getPropertiesComponent().setOverrideProperties(settings);
      AtomicLong rows = new AtomicLong();
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:read")
                  .to(
                      "databricks:query?connection=bench&outputType=stream&format="
                          + format
                          + "&statementTimeout=10m&sql="
                          + STATEMENT)
                  .process(
                      exchange ->
                          rows.set(lines(exchange.getMessage().getBody(InputStream.class))));
            }
          });
      camel.start();
      report(
          () -> {
            camel.createProducerTemplate().sendBody("direct:read", null);
            return rows.get();
          });
    }
  }

  private static long lines(InputStream stream) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
      }
    }
    return lines;
  }
}
