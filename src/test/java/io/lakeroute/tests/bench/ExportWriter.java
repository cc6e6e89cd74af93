// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.lakeroute.databricks.staging.RowTexts;
import io.lakeroute.databricks.staging.objects.ObjectFormat;
import io.lakeroute.databricks.staging.objects.ObjectWriter;
import io.lakeroute.databricks.staging.objects.StagingStore;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.LoadAndPublish;
import io.lakeroute.tests.component.StagingConnection;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.Workspace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * Writes members of an audience as JSON lines in one of several ways, in a JVM with little heap,
 * and prints the figures of {@link Passes}.
 */
final class ExportWriter {

  /** The folder of all objects, here and there. */
  static final String FOLDER = "bench";

  /** As {@code objectSize} has it. */
  private static final long OBJECT = 64 << 20;

  /** All write a tenth of the rows first. */
  private static final int WARMING = 10;

  private ExportWriter() {}

  /**
   * Arguments: objects, files, transfers, camel or tables; rows; host, HTTP path, client id, client
   * secret; the bucket's endpoint, region, access key, secret key and name; a folder for files.
   */
  public static void main(String[] args) throws Exception {
    Workspace workspace =
        new Workspace(URI.create(args[2]), args[3], args[4], args[5], "", "main", "bench");
    Bucket bucket = new Bucket(URI.create(args[6]), args[7], args[8], args[9], args[10]);
    long rows = Long.parseLong(args[1]);
    switch (args[0]) {
      case "objects" -> objects(workspace, bucket, rows);
      case "files" -> {
        Path folder = Path.of(args[11]);
        Files.createDirectories(folder);
        measure(ForeignStore.files(folder), rows);
      }
      case "transfers" -> transfers(bucket, rows);
      case "camel" -> camel(bucket, rows);
      case "tables" -> tables(workspace, bucket, rows);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static void objects(Workspace workspace, Bucket bucket, long rows) throws Exception {
    Map<String, String> keys = new HashMap<>(bucket.staging(FOLDER));
    keys.put("host", workspace.host().toString());
    keys.put("httpPath", workspace.httpPath());
    keys.put("clientId", workspace.clientId());
    keys.put("clientSecret", workspace.clientSecret());
    try (StagingConnection staging = StagingConnection.open(keys)) {
      measure(staging.store(), rows);
    }
  }

  /** As the transfer manager comes, with parts of the size that the component has. */
  private static void transfers(Bucket bucket, long rows) throws Exception {
    try (S3AsyncClient client = bucket.asyncClient();
        S3TransferManager manager = S3TransferManager.builder().s3Client(client).build()) {
      measure(ForeignStore.transfers(manager, bucket.name(), FOLDER), rows);
    }
  }

  private static void measure(StagingStore store, long rows) throws Exception {
    write(store, "warming", rows / WARMING);
    Passes.report(0, () -> write(store, "measured", rows));
  }

  /** What action=load does with rows until their objects are complete. */
  private static long write(StagingStore store, String folder, long count) {
    RowTexts texts = new RowTexts(ExportRows.columns(), false, Set.of());
    ObjectWriter.Layout layout = new ObjectWriter.Layout(folder, ObjectFormat.JSONL, false, OBJECT);
    try (ObjectWriter writer =
        new ObjectWriter(
            store, layout, ExportRows.columns().stream().map(each -> each.name()).toList())) {
      Iterator<Map<String, Object>> rows = ExportRows.of(count);
      while (rows.hasNext()) {
        writer.add(texts.of(rows.next()));
      }
      writer.finish();
      return writer.rows();
    }
  }

  /** Line by line, in objects of one part: more does not fit into the heap. */
  private static void camel(Bucket bucket, long rows) throws Exception {
    lines(bucket, "warming", rows / WARMING);
    Passes.report(0, () -> lines(bucket, "measured", rows));
  }

  private static long lines(Bucket bucket, String name, long rows) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext();
        S3Client client = bucket.client()) {
      JacksonDataFormat json = new JacksonDataFormat();
      json.setModuleClassNames(JavaTimeModule.class.getName());
      AWS2S3Component component = new AWS2S3Component();
      component.getConfiguration().setAmazonS3Client(client);
      camel.addComponent("aws2-s3", component);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:lines")
                  .split(body())
                  .streaming()
                  .marshal(json)
                  .transform(body().append("\n"))
                  .to(
                      "aws2-s3://%s?streamingUploadMode=true&keyName=%s/%s/lines.jsonl&batchSize=%d&batchMessageNumber=%d&bufferSize=%d"
                          .formatted(
                              bucket.name(), FOLDER, name, 8 << 20, Integer.MAX_VALUE, 8 << 20));
            }
          });
      camel.start();
      camel.createProducerTemplate().sendBody("direct:lines", ExportRows.of(rows));
      camel.stop(); // Which sends the last object.
      return rows;
    }
  }

  /** All of it: load, COPY INTO and publish, to a table that is there. */
  private static void tables(Workspace workspace, Bucket bucket, long rows) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Application.exports(workspace, bucket, FOLDER)
          .forEach(camel.getPropertiesComponent()::addOverrideProperty);
      camel.addRoutes(
          new LoadAndPublish(
              "direct:export",
              "databricks:copy:main.bench.exported?statementTimeout=30m&columns=RAW("
                  + ExportRows.COLUMNS
                  + ")"));
      camel.start();
      var template = camel.createProducerTemplate();
      template.sendBody("direct:export", ExportRows.of(rows / WARMING));
      Passes.report(
          0,
          () -> {
            template.sendBody("direct:export", ExportRows.of(rows));
            return rows;
          });
    }
  }
}
