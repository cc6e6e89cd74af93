package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.journey.Dealer;
import io.lakeroute.processors.journey.Dealt;
import io.lakeroute.processors.journey.Dealt.Parcel;
import io.lakeroute.processors.journey.Journey.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes of a batch one message for each arm, with what the arm is sent; thread-safe.
 *
 * <p>An arm has a message of each batch, with or without rows: the headers of its messages are
 * those of the batches, so a sink that builds a file sees no gap, and each arm hears of the end of
 * the run.
 */
final class JourneyParcels {

  static final String ARM = "CamelLakerouteArm";
  static final String DESTINATION = "CamelLakerouteDestination";
  static final String CHANGE = "CamelLakerouteChange";

  private static final String RUN_ID = "CamelDatabricksRunId";
  private static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";
  private static final String SCHEMA = "CamelDatabricksSchema";
  private static final String DETAILS = "CamelDatabricksDetails";
  private static final String FILTERED_ROWS = "CamelDatabricksFilteredRows";
  private static final String BATCH_ROWS = "CamelDatabricksBatchRows";
  private static final String BATCH_INDEX = "CamelDatabricksBatchIndex";
  private static final String BATCH_OFFSET = "CamelDatabricksBatchOffset";
  private static final String RUN_COMPLETE = "CamelDatabricksRunComplete";

  /** The ignored rows that no destination added. */
  private static final String UNCHANGED = "LakerouteUnchangedRows";

  private static final String STATE = "LakerouteJourneyState";

  private final BoundJourney journey;
  private final Dealer dealer;
  private final RunMemory<Map<String, Long>> totals = new RunMemory<>(LinkedHashMap::new);

  JourneyParcels(BoundJourney journey, Dealer dealer) {
    this.journey = journey;
    this.dealer = dealer;
  }

  /** Leaves the messages in the body, and in properties what becomes of the rows. */
  @SuppressWarnings("unchecked")
  void split(Exchange exchange) throws InvalidPayloadException {
    Message batch = exchange.getMessage();
    if (!journey.active()) {
      exchange.setProperty(DETAILS, Map.of("journey", "is not active and delivers nothing"));
      batch.setBody(List.of());
      return;
    }
    String run =
        batch.getHeader(FIRST_RUN_ID, batch.getHeader(RUN_ID, "", String.class), String.class);
    List<Map<String, Object>> rows = batch.getMandatoryBody(List.class);
    Dealt dealt = dealer.deal(rows, run);
    exchange.setProperty(STATE, dealt.state());
    exchange.setProperty(FILTERED_ROWS, dealt.counts().filtered());
    exchange.setProperty(MapRecords.IGNORED_ROWS, dealt.counts().unchanged());
    exchange.setProperty(UNCHANGED, dealt.counts().unchanged());
    exchange.setProperty(DETAILS, details(batch, dealt));
    List<Message> messages = new ArrayList<>();
    dealt.parcels().forEach(parcel -> messages.add(message(exchange, parcel)));
    batch.setBody(messages);
  }

  private Message message(Exchange exchange, Parcel parcel) {
    Message message = new DefaultMessage(exchange.getContext());
    message.setHeaders(new LinkedHashMap<>(exchange.getMessage().getHeaders()));
    message.removeHeader(SCHEMA);
    message.setHeader(ARM, parcel.arm());
    Delivery delivery = journey.definition().deliver().get(parcel.arm());
    delivery.destination().ifPresent(name -> message.setHeader(DESTINATION, name));
    if (delivery.changes()) {
      change(message, parcel.removal());
    }
    message.setBody(parcel.rows());
    return message;
  }

  private static void change(Message message, boolean removal) {
    message.setHeader(CHANGE, removal ? "remove" : "add");
    long index = message.getHeader(BATCH_INDEX, 0L, Long.class);
    long offset = message.getHeader(BATCH_OFFSET, 0L, Long.class);
    long rows = message.getHeader(BATCH_ROWS, 0L, Long.class);
    message.setHeader(BATCH_INDEX, 2 * index + (removal ? 0 : 1));
    message.setHeader(BATCH_OFFSET, 2 * offset + (removal ? 0 : rows));
    if (removal) {
      message.setHeader(RUN_COMPLETE, false);
    }
  }

  private Map<String, Object> details(Message batch, Dealt dealt) {
    Map<String, Long> run = totals.of(batch);
    synchronized (run) {
      for (Parcel parcel : dealt.parcels()) {
        run.merge(
            parcel.arm() + (parcel.removal() ? " removed" : ""),
            (long) parcel.rows().size(),
            Long::sum);
      }
      run.merge("suppressed", dealt.counts().suppressed(), Long::sum);
      run.merge("unmatched", dealt.counts().unmatched(), Long::sum);
      run.merge("held out", dealt.counts().heldOut(), Long::sum);
      return new LinkedHashMap<>(run);
    }
  }

  /** What is to be remembered once the messages are delivered. */
  static List<Map<String, Object>> state(Exchange exchange) {
    List<?> state = exchange.getProperty(STATE, List.of(), List.class);
    List<Map<String, Object>> rows = new ArrayList<>(state.size());
    state.forEach(row -> rows.add(row(row)));
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> row(Object row) {
    return (Map<String, Object>) row;
  }

  /** A person who moves is in two messages, and counts as one row of the batch. */
  static void count(Exchange exchange) {
    long rows = exchange.getMessage().getHeader(BATCH_ROWS, 0L, Long.class);
    long used = rows - exchange.getProperty(FILTERED_ROWS, 0L, Long.class);
    long unchanged = exchange.getProperty(UNCHANGED, 0L, Long.class);
    long rejected =
        Math.min(exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class), used - unchanged);
    // A person whom one arm did not remove and another rejected is rejected.
    long ignored = exchange.getProperty(MapRecords.IGNORED_ROWS, 0L, Long.class);
    exchange.setProperty(MapRecords.REJECTED_ROWS, rejected);
    exchange.setProperty(MapRecords.IGNORED_ROWS, Math.min(ignored, used - rejected));
  }
}
