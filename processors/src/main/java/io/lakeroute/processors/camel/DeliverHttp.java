// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.http.Batch;
import io.lakeroute.processors.delivery.http.Delivery;
import io.lakeroute.processors.delivery.http.DeliveryException;
import io.lakeroute.processors.delivery.http.DeliveryKey.Change;
import io.lakeroute.processors.delivery.http.Destination;
import io.lakeroute.processors.delivery.http.DestinationReader;
import io.lakeroute.processors.delivery.http.Journal;
import io.lakeroute.processors.delivery.http.Pauses;
import io.lakeroute.processors.delivery.http.RetryRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.MessageHelper;

/**
 * Delivers the rows of the body to an HTTP API, and leaves the body as it is; thread-safe once
 * started.
 */
public class DeliverHttp extends ContextStep {

  private String destination = "";
  private double ratePerSecond;
  private int maximumRedeliveries = 5;
  private String redeliveryDelay = "1s";
  private String requestTimeout = "60s";
  private String retryTimeout = "10m";
  private String rejects = "";
  private String unknown = "";
  private String sent = "";
  private String sentDirectory = "";
  private ProducerTemplate template;
  private Pauses pauses;
  private Delivery delivery;
  private final SplitBatches splits = new SplitBatches();
  private DeliveryNotes notes;

  @Override
  protected void doStart() throws Exception {
    if (!(ratePerSecond >= 0) || maximumRedeliveries < 0) {
      throw new IllegalArgumentException(
          "ratePerSecond and maximumRedeliveries must not be negative");
    }
    Destination read =
        DestinationReader.read(
            destination,
            settings(),
            location -> Resources.open(getCamelContext(), location),
            text -> duration("connectTimeout", text));
    pauses = new Pauses();
    delivery =
        Delivery.of(
            read,
            duration("requestTimeout", requestTimeout),
            ratePerSecond,
            new RetryRules(
                maximumRedeliveries,
                duration("redeliveryDelay", redeliveryDelay),
                duration("retryTimeout", retryTimeout)),
            read.template().idempotent() ? Journal.NONE : journal(read),
            pauses);
    notes = new DeliveryNotes(read.name());
    template = getCamelContext().createProducerTemplate();
  }

  @Override
  protected void doStop() {
    if (pauses != null) {
      pauses.close();
    }
    if (template != null) {
      template.stop();
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    // By entry set: forEach of Camel's own Properties class finds nothing.
    for (var each :
        getCamelContext()
            .getPropertiesComponent()
            .loadPropertiesAsMap(key -> key.startsWith(DestinationReader.PREFIX))
            .entrySet()) {
      settings.put(
          each.getKey(), getCamelContext().resolvePropertyPlaceholders(each.getValue().toString()));
    }
    return settings;
  }

  private Journal journal(Destination read) throws Exception {
    if (!sent.isBlank()) {
      return RepositoryJournal.named(getCamelContext(), sent);
    } else if (sentDirectory.isBlank()) {
      throw new IllegalArgumentException(
          "The template %s of the destination '%s' is not idempotent: set sentDirectory or sent, so that a batch that is delivered again is not sent again"
              .formatted(read.template().name(), destination));
    }
    return JournalFiles.inFolder(getCamelContext(), Path.of(sentDirectory), destination);
  }

  private Duration duration(String option, String text) {
    Duration duration;
    try {
      duration = getCamelContext().getTypeConverter().convertTo(Duration.class, text);
    } catch (RuntimeException e) {
      duration = null;
    }
    if (duration == null || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(option + " is '" + text + "'; use a duration such as 30s");
    }
    return duration;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    try {
      splits.check(exchange);
      Batch batch = batch(exchange);
      try {
        notes.add(
            exchange,
            delivery.deliver(
                batch,
                new EndpointEnds(template, rejects, unknown, exchange.getMessage().getHeaders())));
      } finally {
        // What comes behind may read the body, too.
        MessageHelper.resetStreamCache(exchange.getMessage());
      }
    } catch (DeliveryException e) {
      throw RunFailure.of(exchange, e.reason(), e.retryAfterSeconds(), e);
    } catch (InvalidDeliveryException | IllegalArgumentException e) {
      throw RunFailure.of(exchange, "INVALID", e);
    }
  }

  /** What a message delivers, and under which name. */
  private static Batch batch(Exchange exchange) {
    BatchHeaders headers = BatchHeaders.of(exchange.getMessage());
    if (headers.runId().isPresent() && headers.index().isEmpty()) {
      // Two batches of a run with the same key would be one.
      throw new InvalidDeliveryException(
          "The header " + BatchHeaders.RUN_ID + " is set, and " + BatchHeaders.INDEX + " is not.");
    }
    // A run that resumes another counts its batches anew, and not its rows.
    Optional<Long> place = headers.firstRunId().flatMap(run -> headers.offset()).or(headers::index);
    return new Batch(
        headers.runId().flatMap(run -> headers.run()).orElseGet(exchange::getExchangeId),
        headers.arm(),
        headers.runId().flatMap(run -> place).orElse(0L),
        headers.change().filter(BatchHeaders.REMOVE::equals).isPresent()
            ? Change.REMOVE
            : Change.ADD,
        RowBody.rows(exchange));
  }

  /** The name of the destination, in {@code lakeroute.destinations.<name>.*}. */
  public void setDestination(String destination) {
    this.destination = destination;
  }

  /** The most requests in a second, repetitions included; 0 for any number. */
  public void setRatePerSecond(double ratePerSecond) {
    this.ratePerSecond = ratePerSecond;
  }

  /** How often a request is sent again, at most. */
  public void setMaximumRedeliveries(int maximumRedeliveries) {
    this.maximumRedeliveries = maximumRedeliveries;
  }

  /** How long to wait before a request is sent again, where the API does not say. */
  public void setRedeliveryDelay(String redeliveryDelay) {
    this.redeliveryDelay = redeliveryDelay;
  }

  /** How long an answer may take, from the connection to the last byte. */
  public void setRequestTimeout(String requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  /** How long a request may be sent again. */
  public void setRetryTimeout(String retryTimeout) {
    this.retryTimeout = retryTimeout;
  }

  /** The endpoint for rejects; empty for none. */
  public void setRejects(String rejects) {
    this.rejects = rejects;
  }

  /** The endpoint for rows of requests that were not answered; empty for none. */
  public void setUnknown(String unknown) {
    this.unknown = unknown;
  }

  /** The name of an {@code IdempotentRepository}, instead of a file in the directory. */
  public void setSent(String sent) {
    this.sent = sent;
  }

  /** The folder of the journal; made for its owner only where it is missing. */
  public void setSentDirectory(String sentDirectory) {
    this.sentDirectory = sentDirectory;
  }
}
