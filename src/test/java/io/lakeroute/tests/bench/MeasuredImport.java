// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;

/**
 * Imports the first rows of the table to a null sink, as a stream of its own, due on the last day
 * of the year: it runs when it is told to, and once.
 */
final class MeasuredImport extends RouteBuilder {

  private final String stream;
  private final int batchSize;
  private final boolean reading;
  private final long wanted;
  private final AtomicLong read = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);

  MeasuredImport(String stream, long wanted, int batchSize, boolean reading) {
    this.stream = stream;
    this.batchSize = batchSize;
    this.reading = reading;
    this.wanted = wanted;
  }

  @Override
  public void configure() {
    from("kamelet:databricks-snapshot-source?connection=bench&stream="
            + stream
            + "&table="
            + ImportReader.TABLE
            + "&batchSize="
            + batchSize
            + "&timestampColumn=at&keys=id&frequency=cron&cron=RAW(0 0 0 31 12 ?)&filter=RAW("
            + ImportReader.first(wanted)
            + ")")
        .process(
            exchange -> {
              RecordBatch batch = exchange.getMessage().getBody(RecordBatch.class);
              Passes.take(batch);
              for (int i = 0; reading && i < batch.size(); i++) {
                Passes.take(batch.row(i));
              }
              read.addAndGet(batch.size());
              if (exchange
                  .getMessage()
                  .getHeader(DatabricksConstants.RUN_COMPLETE, Boolean.class)) {
                done.countDown();
              }
            });
  }

  long run() throws InterruptedException {
    getContext()
        .createProducerTemplate()
        .requestBodyAndHeader(
            "databricks:runs?connection=bench&action=run",
            null,
            DatabricksConstants.RUN_KEY,
            "bench/snapshot/" + stream);
    done.await();
    return read.get();
  }
}
