// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.DeliveryCount;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** Says to the record of a run what a destination has, in properties of exchanges. Thread-safe. */
final class DeliveryNotes {

  private static final String DETAILS = "CamelDatabricksDetails";
  private static final String SHORTFALL = "CamelDatabricksShortfall";

  /** What the destinations of this exchange added to its rejected rows. */
  private static final String UNDELIVERED = "LakerouteUndeliveredRows";

  /** What all destinations of this exchange added to its ignored rows. */
  private static final String NOT_REMOVED = "LakerouteNotRemovedRows";

  private final String destination;
  private final RunTotals<DeliveryCount> totals =
      new RunTotals<>(DeliveryCount.NONE, DeliveryCount::plus, DeliveryCount::again);

  DeliveryNotes(String destination) {
    this.destination = destination;
  }

  /** Adds what became of a batch. */
  void add(Exchange exchange, DeliveryCount delivered) {
    RunTotals.Total<DeliveryCount> known =
        RunMemory.run(exchange.getMessage()).isEmpty()
            ? new RunTotals.Total<>(delivered, delivered)
            : totals.with(exchange.getMessage(), delivered);
    addRejected(exchange, known.batch().rejected() + known.batch().unknown());
    addIgnored(exchange, known.batch().notRemoved());
    DeliveryCount total = known.run();
    Map<Object, Object> details =
        new LinkedHashMap<>(exchange.getProperty(DETAILS, Map.of(), Map.class));
    details.put(destination + ".delivered", total.delivered());
    details.put(destination + ".rejected", total.rejected());
    details.put(destination + ".unknown", total.unknown());
    if (total.notRemoved() > 0) {
      details.put(destination + ".notRemoved", total.notRemoved());
    }
    exchange.setProperty(DETAILS, details);
    if (total.unknown() > 0) {
      say(
          exchange,
          "%s may have reached the destination '%s' or not: their requests were not answered, and are not sent again."
              .formatted(rows(total.unknown()), destination));
    }
    if (total.unnamed() > 0) {
      say(
          exchange,
          "The destination '%s' refused %s without saying which."
              .formatted(destination, rows(total.unnamed())));
    }
    if (total.remaining() > 0) {
      say(
          exchange,
          "The removal of %s from the destination '%s' was rejected: the people stay there."
              .formatted(rows(total.remaining()), destination));
    }
    // A later batch may be accepted, and what is said once stays in the record.
    if (total.alone() > 0 && total.delivered() == 0 && isLast(exchange)) {
      say(
          exchange,
          "The destination '%s' refused %s, each in a request of its own, and accepted none in this run: look at its parameters and template. Refused rows go to the endpoint of the sink's option rejects, where it is set."
              .formatted(destination, rows(total.alone())));
    }
    if (total.unread() > 0) {
      say(
          exchange,
          "The destination '%s' accepted requests with %s, and its list of refused records could not be read: it may have refused some of them."
              .formatted(destination, rows(total.unread())));
    }
  }

  /**
   * Of several destinations the largest number counts: a row that none of them got is one row, and
   * a run refuses more rejects than a batch has rows.
   */
  private static void addRejected(Exchange exchange, long rows) {
    long before = exchange.getProperty(UNDELIVERED, 0L, Long.class);
    long most = Math.max(before, rows);
    exchange.setProperty(UNDELIVERED, most);
    exchange.setProperty(
        MapRecords.REJECTED_ROWS,
        exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class) - before + most);
  }

  /** Of several destinations the smallest number counts: a row that one of them has is used. */
  private static void addIgnored(Exchange exchange, long rows) {
    long before = exchange.getProperty(NOT_REMOVED, 0L, Long.class);
    long least = Math.min(exchange.getProperty(NOT_REMOVED, rows, Long.class), rows);
    exchange.setProperty(NOT_REMOVED, least);
    if (before != least) {
      exchange.setProperty(
          MapRecords.IGNORED_ROWS,
          exchange.getProperty(MapRecords.IGNORED_ROWS, 0L, Long.class) - before + least);
    }
  }

  private static boolean isLast(Exchange exchange) {
    return BatchHeaders.of(exchange.getMessage()).last().orElse(true);
  }

  private static String rows(long count) {
    return count == 1 ? "1 row" : count + " rows";
  }

  private static void say(Exchange exchange, String sentence) {
    String before = exchange.getProperty(SHORTFALL, "", String.class);
    if (before.isBlank()) {
      exchange.setProperty(SHORTFALL, sentence);
    } else if (!(" " + before + " ").contains(" " + sentence + " ")) {
      exchange.setProperty(SHORTFALL, before + " " + sentence);
    }
  }
}
