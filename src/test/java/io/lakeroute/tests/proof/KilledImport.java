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
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Imports a table into a keyed target and ends: the process that {@link KillProof} kills. It prints
 * a line for each batch.
 */
final class KilledImport {

  private static final String UPSERT =
      "INSERT INTO target (record_id, id, at, note, times) VALUES (:_record_id, :id, :at, :note, 1)"
          + " ON CONFLICT (record_id) DO UPDATE SET times = target.times + 1";

  private KilledImport() {}

  /**
   * @param arguments the properties file with the connection, the table and the target
   */
  public static void main(String[] arguments) throws Exception {
    Properties properties = ProcessToKill.settings(arguments);
    boolean whole;
    try (Handle target = Jdbi.create(properties.getProperty("target")).open();
        DefaultCamelContext camel = ProcessToKill.context(properties)) {
      camel.addRoutes(route(target));
      camel.start();
      whole =
          "SUCCEEDED"
              .equals(
                  Awaitility.await()
                      .atMost(Duration.ofHours(1))
                      .until(
                          () -> state(camel),
                          state -> List.of("SUCCEEDED", "FAILED", "SHORT").contains(state)));
    }
    System.exit(whole ? 0 : 3);
  }

  private static RouteBuilder route(Handle target) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("databricks:snapshot:{{table}}?connection=local&frequency=once&timestampColumn=at&keys=id&audit=true")
            .process(
                exchange -> {
                  RecordBatch batch = exchange.getMessage().getBody(RecordBatch.class);
                  upsert(target, batch);
                  System.out.println("DELIVERED " + batch.size());
                });
      }
    };
  }

  private static void upsert(Handle target, RecordBatch rows) {
    if (rows.size() == 0) {
      return;
    }
    target.useTransaction(
        transaction -> {
          PreparedBatch batch = transaction.prepareBatch(UPSERT);
          rows.asMaps().forEach(row -> batch.bindMap(row).add());
          batch.execute();
        });
  }

  private static String state(DefaultCamelContext camel) {
    try (var template = camel.createProducerTemplate()) {
      List<?> runs =
          template.requestBody("databricks:runs?connection=local&maxRows=1", null, List.class);
      return runs.isEmpty() ? "" : ((Map<?, ?>) runs.get(0)).get("state").toString();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
