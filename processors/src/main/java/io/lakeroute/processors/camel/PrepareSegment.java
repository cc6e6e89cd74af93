// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.request.SegmentRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Prepares the statement of a scheduled run of a segment, or of a journey's audience; thread-safe
 * once started.
 *
 * <p>A run that resumes gets the statement of its pin again, so that the rows that follow are those
 * that were not delivered. What was true of people most of a day ago is not delivered any more: the
 * run then begins anew.
 */
public class PrepareSegment extends SegmentStep {

  /** Where {@code databricks:query} takes what a resumed run read from. */
  static final String PIN = "CamelDatabricksPin";

  /** Where it takes what the ids of records are made from, besides their keys. */
  static final String SCOPE = "CamelDatabricksRecordScope";

  /** Columns that identify a row. */
  static final String KEYS = "CamelDatabricksKeys";

  /** Where it says that nothing is to be delivered, nor changed. */
  private static final String DRY_RUN = "CamelDatabricksDryRun";

  /** Less than a day, so that a daily run always begins anew, whichever of two was slower. */
  private static final Duration OLDEST = Duration.ofHours(20);

  private String segment = "";
  private String journey = "";
  private String statementTimeout = "10m";
  private Optional<JourneyTables> tables = Optional.empty();

  @Override
  protected void doStart() {
    if (segment.isBlank() == journey.isBlank()) {
      throw new IllegalArgumentException(
          "A run has either a segment or a journey; set one of the two options.");
    }
    super.doStart();
    if (journey.isBlank()) {
      try {
        requireConnection(sources().one().questions().run(segment).connection());
      } catch (RequestException e) {
        throw new IllegalArgumentException("The option segment is wrong: " + e.getMessage(), e);
      }
      return;
    }
    BoundSegments bound = sources().one();
    BoundJourney named = bound.journey(journey);
    requireConnection(bound.questions().connection(named.model()));
    tables =
        JourneyTables.of(getCamelContext(), bound, named, "statementTimeout=" + statementTimeout);
  }

  /** The statement runs on the option's connection. */
  private void requireConnection(String ofModel) {
    if (!ofModel.equals(settings.connection)) {
      throw new IllegalArgumentException(
          "The model names the connection %s, and the option connection is %s; set it to %s"
              .formatted(ofModel, settings.connection, ofModel));
    }
  }

  @Override
  protected void doStop() throws Exception {
    tables.ifPresent(JourneyTables::close);
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    BoundSegments bound = sources().one();
    SegmentRun run =
        journey.isBlank()
            ? bound.questions().run(segment)
            : bound.journey(journey).run(bound.questions());
    SegmentRun.Prepared prepared;
    try {
      prepared = prepared(exchange, bound, run, Instant.now().truncatedTo(ChronoUnit.MICROS));
    } catch (IllegalStateException e) {
      throw RunFailure.of(exchange, "CONFLICT", e);
    }
    exchange.setProperty(StatementProperties.STATEMENT, prepared.sql());
    exchange.getMessage().setHeader(StatementProperties.PARAMETERS_HEADER, prepared.parameters());
    exchange.getMessage().setHeader(KEYS, List.of(run.keyColumn()));
    exchange.setProperty(SCOPE, run.scope());
    exchange.removeProperty(PIN);
    prepared.pin().ifPresent(text -> exchange.setProperty(PIN, text));
  }

  private SegmentRun.Prepared prepared(
      Exchange exchange, BoundSegments bound, SegmentRun run, Instant now) throws Exception {
    Optional<String> pin = Optional.ofNullable(exchange.getProperty(PIN, String.class));
    boolean active = journey.isBlank() || bound.journey(journey).active();
    if (pin.isPresent() && !active) {
      // Its rows would count as delivered.
      throw new IllegalStateException(
          "Journey "
              + journey
              + " is not active, and a run of it has not ended. It goes on once the journey is active"
              + " again; reset the flow to give the run up.");
    }
    Optional<SegmentRun.Prepared> resumed =
        pin.filter(text -> SegmentRun.asOf(text).filter(now.minus(OLDEST)::isBefore).isPresent())
            .flatMap(text -> tables.isPresent() ? tables.get().resume(text) : run.resume(text));
    if (resumed.isPresent()) {
      return resumed.get();
    }
    if (tables.isPresent() && active && !exchange.getProperty(DRY_RUN, false, Boolean.class)) {
      return tables.get().begin(bound, now);
    }
    SegmentRun.Prepared prepared = run.begin(now, bound.versions(run.tables(), run.connection()));
    // A run without rows has nothing to resume.
    return active
        ? prepared
        : new SegmentRun.Prepared(prepared.sql(), prepared.parameters(), Optional.empty());
  }

  /** The name of the segment; empty for a journey. */
  public void setSegment(String segment) {
    this.segment = segment;
  }

  /** The name of the journey; empty for a segment. */
  public void setJourney(String journey) {
    this.journey = journey;
  }

  /** How long a statement of a journey may run that changes its tables, such as {@code 10m}. */
  public void setStatementTimeout(String statementTimeout) {
    this.statementTimeout = statementTimeout;
  }
}
