// SPDX-License-Identifier: Apache-2.0
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

  static final String DESTINATION = "CamelLakerouteDestination";

  private static final String SCHEMA = "CamelDatabricksSchema";
  private static final String DETAILS = "CamelDatabricksDetails";
  private static final String FILTERED_ROWS = "CamelDatabricksFilteredRows";

  /** The ignored rows that no destination added. */
  private static final String UNCHANGED = "LakerouteUnchangedRows";

  private static final String STATE = "LakerouteJourneyState";

  private final BoundJourney journey;
  private final Dealer dealer;
  private final RunTotals<Map<String, Long>> totals =
      new RunTotals<>(Map.of(), JourneyParcels::sum, (before, now) -> now);

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
      exchange.setProperty(FILTERED_ROWS, batch.getHeader(BatchHeaders.ROWS, 0L, Long.class));
      batch.setBody(List.of());
      return;
    }
    List<Map<String, Object>> rows = batch.getMandatoryBody(List.class);
    Dealt dealt = dealer.deal(rows, run(exchange));
    exchange.setProperty(STATE, dealt.state());
    exchange.setProperty(FILTERED_ROWS, dealt.counts().filtered());
    exchange.setProperty(MapRecords.IGNORED_ROWS, dealt.counts().unchanged());
    exchange.setProperty(UNCHANGED, dealt.counts().unchanged());
    exchange.setProperty(DETAILS, totals.with(batch, counted(dealt)).run());
    List<Message> messages = new ArrayList<>();
    dealt.parcels().forEach(parcel -> messages.add(message(exchange, parcel)));
    batch.setBody(messages);
  }

  private Message message(Exchange exchange, Parcel parcel) {
    Message message = new DefaultMessage(exchange.getContext());
    message.setHeaders(new LinkedHashMap<>(exchange.getMessage().getHeaders()));
    message.removeHeader(SCHEMA);
    message.setHeader(BatchHeaders.ARM, parcel.arm());
    Delivery delivery = journey.definition().deliver().get(parcel.arm());
    delivery.destination().ifPresent(name -> message.setHeader(DESTINATION, name));
    if (delivery.changes()) {
      change(message, parcel.removal());
    }
    message.setBody(parcel.rows());
    return message;
  }

  private static void change(Message message, boolean removal) {
    message.setHeader(BatchHeaders.CHANGE, removal ? BatchHeaders.REMOVE : BatchHeaders.ADD);
    long index = message.getHeader(BatchHeaders.INDEX, 0L, Long.class);
    long offset = message.getHeader(BatchHeaders.OFFSET, 0L, Long.class);
    long rows = message.getHeader(BatchHeaders.ROWS, 0L, Long.class);
    message.setHeader(BatchHeaders.INDEX, 2 * index + (removal ? 0 : 1));
    message.setHeader(BatchHeaders.OFFSET, 2 * offset + (removal ? 0 : rows));
    if (removal) {
      message.setHeader(BatchHeaders.COMPLETE, false);
    }
  }

  private static Map<String, Long> counted(Dealt dealt) {
    Map<String, Long> counted = new LinkedHashMap<>();
    for (Parcel parcel : dealt.parcels()) {
      counted.put(parcel.arm() + (parcel.removal() ? " removed" : ""), (long) parcel.rows().size());
    }
    counted.put("suppressed", dealt.counts().suppressed());
    counted.put("unmatched", dealt.counts().unmatched());
    counted.put("held out", dealt.counts().heldOut());
    return counted;
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new LinkedHashMap<>(one);
    other.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }

  /** The run that began to deliver the rows of a batch. */
  static String run(Exchange exchange) {
    return BatchHeaders.of(exchange.getMessage()).run().orElse("");
  }

  static boolean last(Exchange exchange) {
    return exchange.getMessage().getHeader(BatchHeaders.COMPLETE, false, Boolean.class);
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
    long rows = exchange.getMessage().getHeader(BatchHeaders.ROWS, 0L, Long.class);
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
