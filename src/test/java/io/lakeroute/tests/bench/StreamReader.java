// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.util.Iterator;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Reads a whole table in a JVM with little heap, some times to warm up and once for the clock, and
 * prints the figures of {@link Passes} for the last.
 */
final class StreamReader {

  private StreamReader() {}

  /**
   * Arguments: driver, batches or a stream format; table; warming passes; host, HTTP path, client
   * id, client secret.
   */
  public static void main(String[] args) throws Exception {
    Workspace workspace =
        new Workspace(URI.create(args[3]), args[4], args[5], args[6], "", "main", "bench");
    String statement = "SELECT * FROM " + args[1];
    int warming = Integer.parseInt(args[2]);
    switch (args[0]) {
      case "driver" -> {
        try (Connection connection = Driver.connect(workspace, Driver.Mode.SEA)) {
          Passes.report(warming, () -> Passes.loop(connection, statement));
        }
      }
      case "batches" ->
          component(workspace, warming, "outputType=batches", statement, StreamReader::batches);
      default ->
          component(
              workspace,
              warming,
              "outputType=stream&format=" + args[0],
              statement,
              body -> lines((InputStream) body));
    }
    System.exit(0);
  }

  /** What becomes of the body; gives the number of its rows. */
  private interface Body {
    long read(Object body) throws IOException;
  }

  private static void component(
      Workspace workspace, int warming, String options, String statement, Body reader)
      throws Exception {
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
                      "databricks:query?connection=bench&statementTimeout=10m&"
                          + options
                          + "&sql="
                          + statement)
                  .process(exchange -> rows.set(reader.read(exchange.getMessage().getBody())));
            }
          });
      camel.start();
      Passes.report(
          warming,
          () -> {
            camel.createProducerTemplate().sendBody("direct:read", null);
            return rows.get();
          });
    }
  }

  /** Every value of every row, as the driver's loop reads them. */
  private static long batches(Object body) {
    long rows = 0;
    Iterator<?> batches = (Iterator<?>) body;
    while (batches.hasNext()) {
      RecordBatch batch = (RecordBatch) batches.next();
      for (int i = 0; i < batch.size(); i++) {
        Passes.take(batch.row(i));
      }
      rows += batch.size();
    }
    return rows;
  }

  private static long lines(InputStream stream) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        Passes.take(buffer);
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
