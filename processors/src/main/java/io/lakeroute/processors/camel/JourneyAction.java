// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.journey.Dealer;
import io.lakeroute.processors.journey.Dealt;
import io.lakeroute.processors.journey.JourneyPreview;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.Pin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Splits the batches of a journey's audience over its arms, remembers where people are once they
 * are delivered, or counts whom it would send what; thread-safe once started.
 */
public class JourneyAction extends SegmentStep {

  private static final String NAME = "name";

  /** What to do. */
  private enum Action {
    SPLIT,
    RECORD,
    PREVIEW
  }

  private static final Map<String, Action> ACTIONS =
      Map.of("split", Action.SPLIT, "record", Action.RECORD, "preview", Action.PREVIEW);

  private String actionName = "split";
  private Action action = Action.SPLIT;
  private String journey = "";
  private String statementTimeout = "2m";
  private String queueTimeout = "30s";
  private String warehouseStartTimeout = "20s";
  private Optional<JourneyParcels> parcels = Optional.empty();
  private Optional<JourneyTables> tables = Optional.empty();

  @Override
  protected void doStart() {
    action =
        Optional.ofNullable(ACTIONS.get(actionName))
            .orElseThrow(
                () -> new IllegalArgumentException("action must be one of preview, record, split"));
    super.doStart();
    if (action == Action.PREVIEW) {
      if (!journey.isBlank() && settings.tenants.isBlank()) {
        sources().one().journey(journey);
      }
      return;
    }
    if (!settings.tenants.isBlank()) {
      throw new IllegalArgumentException(
          "tenants are for preview: a run has one connection, that of its databricks-segment-source");
    }
    BoundSegments bound = sources().one();
    BoundJourney named = bound.journey(journey);
    parcels = Optional.of(new JourneyParcels(named, new Dealer(named)));
    tables =
        JourneyTables.of(
            getCamelContext(),
            bound,
            named,
            "statementTimeout=%s&queueTimeout=%s&warehouseStartTimeout=%s"
                .formatted(statementTimeout, queueTimeout, warehouseStartTimeout));
  }

  @Override
  protected void doStop() throws Exception {
    tables.ifPresent(JourneyTables::close);
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    switch (action) {
      case SPLIT -> split(exchange);
      case RECORD -> record(exchange);
      case PREVIEW -> preview(exchange);
    }
  }

  private void split(Exchange exchange) throws Exception {
    parcels.orElseThrow().split(exchange);
    tables.ifPresent(
        there -> DeliveredArms.begin(exchange, JourneyParcels.state(exchange), there::remember));
  }

  /** What a sink delivers with the last message only is remembered then. */
  private void record(Exchange exchange) throws Exception {
    if (tables.isPresent()) {
      Set<String> whole = WholeRuns.of(exchange);
      tables
          .get()
          .remember(
              JourneyParcels.state(exchange).stream()
                  .filter(person -> Collections.disjoint(person.arms(), whole))
                  .map(Dealt.Remembered::row)
                  .toList());
      if (!whole.isEmpty() && JourneyParcels.last(exchange)) {
        tables
            .get()
            .rememberWhole(
                sources().one(),
                parcels.orElseThrow().dealer(),
                whole,
                JourneyParcels.run(exchange));
      }
    }
    JourneyParcels.count(exchange);
  }

  private void preview(Exchange exchange) throws Exception {
    BoundSegments bound = sources().of(exchange);
    String name =
        journey.isBlank() ? exchange.getMessage().getHeader(NAME, "", String.class) : journey;
    BoundJourney named =
        bound
            .journeys()
            .named(name)
            .orElseThrow(
                () ->
                    new RequestException(
                        ProblemReason.NOT_FOUND, "There is no journey of that name"));
    String connection = bound.questions().connection(named.model());
    Pin pin =
        new Pin(
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            bound.versions(named.statements().tables(), connection));
    BindStatement.plan(exchange, new JourneyPreview(named, pin, connection));
  }

  /** What is done: {@code split}, {@code record} or {@code preview}. */
  public void setAction(String action) {
    this.actionName = action;
  }

  /** The name of the journey; for {@code preview} it may come in the header name. */
  public void setJourney(String journey) {
    this.journey = journey;
  }

  /** The tenants that messages may choose, for {@code preview}. */
  public void setTenants(String tenants) {
    settings.tenants = tenants;
  }

  /** How long the statement of {@code record} may run, such as {@code 2m}. */
  public void setStatementTimeout(String statementTimeout) {
    this.statementTimeout = statementTimeout;
  }

  /** How long it waits for a free place, likewise. */
  public void setQueueTimeout(String queueTimeout) {
    this.queueTimeout = queueTimeout;
  }

  /** How long it waits for a stopped warehouse, likewise. */
  public void setWarehouseStartTimeout(String warehouseStartTimeout) {
    this.warehouseStartTimeout = warehouseStartTimeout;
  }
}
