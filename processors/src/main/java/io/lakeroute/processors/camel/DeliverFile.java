// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.file.ArmDelivery;
import io.lakeroute.processors.delivery.file.BatchPlace;
import io.lakeroute.processors.delivery.file.DeliveryStore;
import io.lakeroute.processors.delivery.file.FieldList;
import io.lakeroute.processors.delivery.file.FileCompression;
import io.lakeroute.processors.delivery.file.FileFormat;
import io.lakeroute.processors.delivery.file.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the batches of a run in a file, one for each arm, and delivers it to an endpoint with
 * the last of them, and its manifest behind it; thread-safe once started. A message that is no
 * batch of a run is a delivery of its own.
 */
public class DeliverFile extends ContextStep {

  private static final Logger LOG = LoggerFactory.getLogger(DeliverFile.class);

  /** Older files are of processes that were killed, and of runs that nobody goes on with. */
  private static final Duration ABANDONED = Duration.ofDays(7);

  /** Rows of the exchange that are on disk, and have yet to be delivered. */
  private static final String WRITTEN = "LakerouteDeliveryWritten";

  /** How many deliveries the exchange has made, which a loop may have it do. */
  private static final String MADE = "LakerouteDeliveries";

  private String endpoint = "";
  private String format = "csv";
  private String compression = "none";
  private String fileName = "";
  private String fields = "";
  private boolean manifest = true;
  private String directory = "deliveries";
  private String publishTimeout = "30m";

  private FileFormat written;
  private FileCompression compressed;
  private FieldList wanted;
  private DeliveryName name;
  private DeliveryStore store;
  private FileEndpoint target;
  private final SplitBatches splits = new SplitBatches();

  @Override
  protected void doStart() throws IOException {
    if (endpoint.isBlank()) {
      throw new IllegalArgumentException(
          "endpoint is empty; it names where files go, such as file:/srv/audiences.");
    }
    written = Choice.of(FileFormat.class, "format", format);
    compressed = Choice.of(FileCompression.class, "compression", compression);
    wanted = FieldList.parse(fields);
    name =
        DeliveryName.of(getCamelContext(), fileName, "." + written.word() + compressed.extension());
    String extension = written.word() + compressed.extension();
    store = new DeliveryStore(Path.of(directory), String.join("\n", endpoint, fileName, extension));
    store.removeOlderThan(ABANDONED, Instant.now());
    target = FileEndpoint.of(getCamelContext(), endpoint, timeout());
  }

  private Duration timeout() {
    // TimeUtils reads other texts as it can.
    String text = publishTimeout.strip();
    Duration timeout =
        Duration.ofMillis(
            text.matches("\\d{1,9}(ms|s|m|h|d)") ? TimeUtils.toMilliSeconds(text) : 0);
    if (timeout.isZero()) {
      throw new IllegalArgumentException(
          "publishTimeout is '%s'; use a duration such as 30m.".formatted(publishTimeout));
    }
    return timeout;
  }

  @Override
  protected void doStop() {
    if (target != null) {
      target.stop(getCamelContext());
    }
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    exchange.removeProperty(RunFailure.REASON); // Of an attempt before.
    int made = exchange.getProperty(MADE, 0, Integer.class);
    String ownId = exchange.getExchangeId() + (made == 0 ? "" : "-" + made);
    try {
      DeliveryMessage message = DeliveryMessage.of(exchange, ownId);
      splits.check(exchange);
      ArmDelivery delivery = store.of(message.place());
      if (message.whole()) {
        removeWhenDone(exchange, message.place().key());
      }
      synchronized (delivery) {
        take(exchange, message, delivery);
      }
      exchange.setProperty(WholeRuns.WHOLE_RUN, !message.whole());
      if (message.whole()) {
        exchange.setProperty(MADE, made + 1);
      }
    } catch (FileEndpoint.Undelivered e) {
      throw RunFailure.of(exchange, "UNAVAILABLE", e);
    } catch (IllegalStateException e) {
      throw RunFailure.of(exchange, "CONFLICT", e);
    } catch (InvalidDeliveryException e) {
      throw RunFailure.of(exchange, "INVALID", e);
    } catch (IllegalArgumentException e) {
      throw RunFailure.of(exchange, "CONFIGURATION", e);
    }
  }

  private record Written(DeliverFile step, BatchPlace place) {}

  private void take(Exchange exchange, DeliveryMessage message, ArmDelivery delivery)
      throws IOException {
    BatchPlace place = message.place();
    if (delivery.isDelivered(place)) {
      LOG.debug("Run {} is delivered already; a batch of it came again", place.runId());
      return;
    }
    // An error handler brings the same exchange again, whose body may be read up by now.
    Written onDisk = new Written(this, place);
    if (!onDisk.equals(exchange.getProperty(WRITTEN))) {
      delivery.write(
          place,
          new ArmDelivery.Batch(written, wanted, message.change(), RowBody.rows(exchange)),
          () -> name.path(exchange, message),
          Instant.now());
    }
    if (place.last()) {
      exchange.setProperty(WRITTEN, onDisk);
      deliver(message, delivery);
      exchange.removeProperty(WRITTEN);
    }
  }

  private void deliver(DeliveryMessage message, ArmDelivery delivery) throws IOException {
    BatchPlace place = message.place();
    var ready = delivery.ready(place, wanted, compressed, message.schema());
    try (var file = ready.file()) {
      target.send(ready.fileName(), file.path().toFile());
      if (manifest) {
        String json = ready.manifest(place.arm(), compressed, Instant.now()).json();
        target.send(Manifest.pathOf(ready.fileName()), json.getBytes(StandardCharsets.UTF_8));
      }
      LOG.info(
          "Run {}: delivered {} with {} rows and {} bytes",
          place.runId(),
          ready.fileName(),
          file.rows(),
          file.bytes());
    }
    delivery.delivered();
  }

  /** Such a message has no next run that would delete what it left. */
  private void removeWhenDone(Exchange exchange, String key) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                try {
                  store.remove(key);
                } catch (IOException e) {
                  LOG.warn("Cannot delete the files of a delivery: {}", e.toString());
                }
              }
            });
  }

  /** The endpoint that takes the files. */
  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }

  /** {@code csv} or {@code jsonl}. */
  public void setFormat(String format) {
    this.format = format;
  }

  /** {@code none} or {@code gzip}. */
  public void setCompression(String compression) {
    this.compression = compression;
  }

  /** The path of a file below the endpoint, in the simple language; empty for the default. */
  public void setFileName(String fileName) {
    this.fileName = fileName;
  }

  /** Columns separated by commas, with {@code AS} where a name changes; empty for all. */
  public void setFields(String fields) {
    this.fields = fields;
  }

  /** Whether a manifest follows each file. */
  public void setManifest(boolean manifest) {
    this.manifest = manifest;
  }

  /** The folder for files that are not delivered yet; made for its owner only. */
  public void setDirectory(String directory) {
    this.directory = directory;
  }

  /** How long a file may take to arrive, such as {@code 30m}; its manifest has as long. */
  public void setPublishTimeout(String publishTimeout) {
    this.publishTimeout = publishTimeout;
  }
}
