package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.Batch;
import io.lakeroute.processors.delivery.http.DeliveryKey.Change;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Finds what a message delivers, and under which name; stateless. */
final class DeliveryMessages {

  private static final String ARM = "CamelLakerouteArm";
  private static final String CHANGE = "CamelLakerouteChange";
  private static final String RUN_ID = "CamelDatabricksRunId";
  private static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";
  private static final String BATCH_INDEX = "CamelDatabricksBatchIndex";
  private static final String BATCH_OFFSET = "CamelDatabricksBatchOffset";

  private DeliveryMessages() {}

  /**
   * The batch of a message.
   *
   * @throws IllegalArgumentException for headers that name none
   * @throws io.lakeroute.processors.delivery.InvalidDeliveryException for a body without rows
   */
  static Batch batch(Exchange exchange) {
    Message message = exchange.getMessage();
    String run = message.getHeader(RUN_ID, String.class);
    Long index = message.getHeader(BATCH_INDEX, Long.class);
    if (run != null && index == null) {
      // Two batches of a run with the same key would be one.
      throw new IllegalArgumentException(
          "The header " + RUN_ID + " is set, and " + BATCH_INDEX + " is not.");
    }
    Change change = change(message.getHeader(CHANGE, "add", String.class));
    return new Batch(
        run == null ? exchange.getExchangeId() : message.getHeader(FIRST_RUN_ID, run, String.class),
        Optional.ofNullable(message.getHeader(ARM, String.class)),
        run == null ? 0 : place(message, index),
        change,
        RowBody.rows(exchange));
  }

  /** A run that resumes another counts its batches anew, and not its rows. */
  private static long place(Message message, long index) {
    Long offset = message.getHeader(BATCH_OFFSET, Long.class);
    return message.getHeader(FIRST_RUN_ID) == null || offset == null ? index : offset;
  }

  private static Change change(String header) {
    return switch (header) {
      case "add" -> Change.ADD;
      case "remove" -> Change.REMOVE;
      default ->
          throw new IllegalArgumentException("The header " + CHANGE + " must be add or remove.");
    };
  }
}
