// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.SecureWorkspace;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Reads the change data feed of a table once, in one of several ways, in a JVM with little heap,
 * and prints the figures of {@link Passes}.
 */
final class ChangesReader {

  static final String TABLE = "main.bench.changed";
  static final String WARMING = "main.bench.warming";

  private ChangesReader() {}

  /** Arguments: driver, sync, every (change) or dropped; rows of the feed; and the workspace's. */
  public static void main(String[] args) throws Exception {
    SecureWorkspace workspace = ImportReader.workspace(args);
    long rows = Long.parseLong(args[1]);
    switch (args[0]) {
      case "driver" -> driver(workspace);
      case "sync" -> sync(workspace, rows, "", true);
      case "every" -> sync(workspace, rows, "&net=false", true);
      case "dropped" -> sync(workspace, rows, "", false);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static void driver(SecureWorkspace workspace) throws Exception {
    try (Connection connection = ImportReader.connect(workspace)) {
      Passes.loop(connection, sql(WARMING));
      Passes.report(0, () -> Passes.loop(connection, sql(TABLE)));
    }
  }

  /** As a sync of net changes orders it. */
  private static String sql(String table) {
    return "SELECT id, b, amount, d, at, flag, name, x, CASE _change_type WHEN 'update_preimage' THEN 0 WHEN 'delete' THEN 1 WHEN 'update_postimage' THEN 2 WHEN 'insert' THEN 3 END AS image, true, _commit_version, _commit_timestamp FROM table_changes('%s', 2, 4) ORDER BY id, _commit_version, image"
        .formatted(table);
  }

  private static void sync(SecureWorkspace workspace, long rows, String options, boolean reading)
      throws Exception {
    try (DefaultCamelContext camel = ImportReader.context(workspace)) {
      Measured warming = new Measured(WARMING, "warming", options, reading);
      Measured measured = new Measured(TABLE, "measured", options, reading);
      camel.addRoutes(warming);
      camel.addRoutes(measured);
      camel.start();
      warming.run();
      Passes.report(
          0,
          () -> {
            measured.run();
            return rows;
          });
    }
  }

  /** A sync that is due on the last day of the year: it runs when it is asked to, and once. */
  private static final class Measured extends RouteBuilder {
    private final String table;
    private final String stream;
    private final String options;
    private final boolean reading;
    private final CountDownLatch done = new CountDownLatch(1);

    private Measured(String table, String stream, String options, boolean reading) {
      this.table = table;
      this.stream = stream;
      this.options = options;
      this.reading = reading;
    }

    @Override
    public void configure() {
      from("kamelet:databricks-changes-source?connection=bench&stream="
              + stream
              + "&table="
              + table
              + "&keys=id&bootstrap=version&startVersion=2&frequency=cron&cron=RAW(0 0 0 31 12 ?)"
              + options)
          .process(
              exchange -> {
                RecordBatch batch = exchange.getMessage().getBody(RecordBatch.class);
                Passes.take(batch);
                for (int i = 0; reading && i < batch.size(); i++) {
                  Passes.take(batch.row(i));
                }
                if (exchange
                    .getMessage()
                    .getHeader(DatabricksConstants.RUN_COMPLETE, Boolean.class)) {
                  done.countDown();
                }
              });
    }

    void run() throws InterruptedException {
      getContext()
          .createProducerTemplate()
          .requestBodyAndHeader(
              "databricks:runs?connection=bench&action=run",
              null,
              DatabricksConstants.RUN_KEY,
              "bench/sync/" + stream);
      if (!done.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The sync " + stream + " did not end");
      }
    }
  }
}
