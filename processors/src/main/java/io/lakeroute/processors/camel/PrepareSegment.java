package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.request.SegmentRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Prepares the statement of a scheduled run of a segment; thread-safe once started.
 *
 * <p>A run that resumes gets the statement of its pin again, so that the rows that follow are those
 * that were not delivered.
 */
public class PrepareSegment extends SegmentStep {

  /** Where {@code databricks:query} takes what a resumed run read from. */
  static final String PIN = "CamelDatabricksPin";

  /** Where it takes what the ids of records are made from, besides their keys. */
  static final String SCOPE = "CamelDatabricksRecordScope";

  /** Columns that identify a row. */
  static final String KEYS = "CamelDatabricksKeys";

  private String segment = "";

  @Override
  protected void doStart() {
    super.doStart();
    try {
      sources().one().questions().run(segment);
    } catch (RequestException e) {
      throw new IllegalArgumentException("The option segment is wrong: " + e.getMessage(), e);
    }
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    BoundSegments bound = sources().one();
    SegmentRun run = bound.questions().run(segment);
    Optional<SegmentRun.Prepared> resumed =
        Optional.ofNullable(exchange.getProperty(PIN, String.class)).flatMap(run::resume);
    SegmentRun.Prepared prepared =
        resumed.isPresent()
            ? resumed.get()
            : run.begin(
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                bound.versions(run.tables(), run.connection()));
    exchange.setProperty(StatementProperties.STATEMENT, prepared.sql());
    exchange.getMessage().setHeader(StatementProperties.PARAMETERS_HEADER, prepared.parameters());
    exchange.getMessage().setHeader(KEYS, List.of(run.keyColumn()));
    exchange.setProperty(SCOPE, run.scope());
    exchange.removeProperty(PIN);
    prepared.pin().ifPresent(pin -> exchange.setProperty(PIN, pin));
  }

  /** The name of the segment. */
  public void setSegment(String segment) {
    this.segment = segment;
  }
}
