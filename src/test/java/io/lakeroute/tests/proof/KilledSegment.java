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
 * Sends the members of a segment to a keyed target and ends: the process that {@link
 * SegmentKillProof} kills. It prints a line for each batch.
 */
final class KilledSegment {

  private static final String UPSERT =
      "INSERT INTO target (record_id, id, spent, times) VALUES (:_record_id, :id, :spent, 1) ON"
          + " CONFLICT (record_id) DO UPDATE SET times = target.times + 1, id = EXCLUDED.id, spent ="
          + " EXCLUDED.spent";

  private KilledSegment() {}

  /**
   * @param arguments the properties file with the connection, the segment and the target
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
                      .atMost(Duration.ofMinutes(5))
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
        from("kamelet:databricks-segment-source?connection=local&segment=buyers&frequency=once"
                + "&models=RAW({{models}})&definitions=RAW({{definitions}})&batchSize={{batchSize}}"
                + "&commitInterval={{commitInterval}}")
            .process(
                exchange -> {
                  RecordBatch batch = exchange.getMessage().getBody(RecordBatch.class);
                  upsert(target, batch);
                  System.out.println("DELIVERED " + batch.size());
                });
      }
    };
  }

  private static void upsert(Handle target, RecordBatch members) {
    if (members.size() == 0) {
      return;
    }
    target.useTransaction(
        transaction -> {
          PreparedBatch batch = transaction.prepareBatch(UPSERT);
          members.asMaps().forEach(member -> batch.bindMap(member).add());
          batch.execute();
        });
  }

  private static String state(DefaultCamelContext camel) throws Exception {
    try (var template = camel.createProducerTemplate()) {
      List<?> runs =
          template.requestBody("databricks:runs?connection=local&maxRows=1", null, List.class);
      return runs.isEmpty() ? "" : ((Map<?, ?>) runs.get(0)).get("state").toString();
    }
  }
}
