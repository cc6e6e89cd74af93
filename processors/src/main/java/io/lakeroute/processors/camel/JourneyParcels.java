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
import java.util.TreeSet;
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
  private static final String SHORTFALL = "CamelDatabricksShortfall";
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
  private final RunMemory<JourneyTotals> totals = new RunMemory<>(JourneyTotals::new);

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
      exchange.setProperty(FILTERED_ROWS, batch.getHeader(BATCH_ROWS, 0L, Long.class));
      batch.setBody(List.of());
      return;
    }
    List<Map<String, Object>> rows = batch.getMandatoryBody(List.class);
    Dealt dealt = dealer.deal(rows, run(exchange));
    exchange.setProperty(STATE, dealt.state());
    exchange.setProperty(FILTERED_ROWS, dealt.counts().filtered());
    exchange.setProperty(MapRecords.IGNORED_ROWS, dealt.counts().unchanged());
    exchange.setProperty(UNCHANGED, dealt.counts().unchanged());
    exchange.setProperty(DETAILS, details(batch, dealt));
    if (!dealt.stranded().isEmpty()) {
      exchange.setProperty(
          SHORTFALL,
          "People are remembered in arms that journey %s lacks (%s), and nobody took them out there. Put the arms back into deliver, without a branch."
              .formatted(
                  journey.definition().name(),
                  String.join(", ", new TreeSet<>(dealt.stranded().keySet()))));
    }
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

  /** A batch that comes again is counted once. */
  private Map<String, Object> details(Message batch, Dealt dealt) {
    return totals.of(batch).with(batch.getHeader(BATCH_OFFSET, 0L, Long.class), dealt);
  }

  /** The run that began to deliver the rows of a batch. */
  static String run(Exchange exchange) {
    Message batch = exchange.getMessage();
    return batch.getHeader(FIRST_RUN_ID, batch.getHeader(RUN_ID, "", String.class), String.class);
  }

  static boolean last(Exchange exchange) {
    return exchange.getMessage().getHeader(RUN_COMPLETE, false, Boolean.class);
  }

  Dealer dealer() {
    return dealer;
  }

  /** What is to be remembered once the messages are delivered. */
  static List<Dealt.Remembered> state(Exchange exchange) {
    List<?> state = exchange.getProperty(STATE, List.of(), List.class);
    return state.stream().map(Dealt.Remembered.class::cast).toList();
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
