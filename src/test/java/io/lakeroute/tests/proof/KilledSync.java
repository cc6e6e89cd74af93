// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.databricks.result.RecordBatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Syncs a table to a keyed target until it has come to the latest version, and ends: the process
 * that {@link SyncKillProof} kills. It prints a line for each batch.
 */
final class KilledSync {

  private static final String UPSERT =
      "INSERT INTO target (id, mail, note) VALUES (:id, :mail, :note) ON CONFLICT (id) DO UPDATE"
          + " SET mail = EXCLUDED.mail, note = EXCLUDED.note";
  private static final String DELETE = "DELETE FROM target WHERE id = :id";

  private KilledSync() {}

  /**
   * @param arguments the properties file with the connection, the table and the target
   */
  public static void main(String[] arguments) throws Exception {
    Properties properties = ProcessToKill.settings(arguments);
    long wanted = Long.parseLong(properties.getProperty("version"));
    try (Handle target = Jdbi.create(properties.getProperty("target")).open();
        DefaultCamelContext camel = ProcessToKill.context(properties)) {
      camel.addRoutes(route(target));
      camel.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> reached(camel), version -> version >= wanted);
    }
    System.exit(0);
  }

  private static RouteBuilder route(Handle target) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("databricks:changes:{{table}}?connection=local&frequency=interval&interval=1s&keys=id&batchSize=20&net={{net}}")
            .process(
                exchange -> {
                  RecordBatch batch = exchange.getMessage().getBody(RecordBatch.class);
                  target.useTransaction(
                      transaction ->
                          batch
                              .asMaps()
                              .forEach(
                                  row ->
                                      transaction
                                          .createUpdate(
                                              "delete".equals(row.get("_change_type"))
                                                  ? DELETE
                                                  : UPSERT)
                                          .bindMap(row)
                                          .execute()));
                  System.out.println("DELIVERED " + batch.size());
                });
      }
    };
  }

  /** The version that the latest whole run has come to. */
  private static long reached(DefaultCamelContext camel) throws Exception {
    try (var template = camel.createProducerTemplate()) {
      List<?> runs =
          template.requestBody("databricks:runs?connection=local&maxRows=20", null, List.class);
      return runs.stream()
          .map(run -> (Map<?, ?>) run)
          .filter(run -> "SUCCEEDED".equals(run.get("state")))
          .mapToLong(run -> (Long) run.get("toVersion"))
          .max()
          .orElse(-1);
    }
  }
}
