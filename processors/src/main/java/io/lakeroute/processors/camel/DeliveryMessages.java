package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.Batch;
import io.lakeroute.processors.delivery.http.DeliveryKey.Change;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.MessageHelper;

/** Finds what a message delivers, and under which name; stateless. */
final class DeliveryMessages {

  private static final String ARM = "CamelLakerouteArm";
  private static final String CHANGE = "CamelLakerouteChange";
  private static final String RUN_ID = "CamelDatabricksRunId";
  private static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";
  private static final String BATCH_INDEX = "CamelDatabricksBatchIndex";
  private static final String BATCH_OFFSET = "CamelDatabricksBatchOffset";

  /** The exchange property with a body that can be read only once, and was. */
  private static final String READ = "LakerouteReadBody";

  private DeliveryMessages() {}

  /**
   * The batch of a message.
   *
   * @throws IllegalArgumentException for headers or a body that name none
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
    checkUnread(exchange);
    return new Batch(
        run == null ? exchange.getExchangeId() : message.getHeader(FIRST_RUN_ID, run, String.class),
        Optional.ofNullable(message.getHeader(ARM, String.class)),
        run == null ? 0 : place(message, index),
        change,
        BodyRows.of(message));
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

  /** What is left of a body that was read would be taken for all of it. */
  private static void checkUnread(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof Iterator || body instanceof InputStream && !(body instanceof StreamCache)) {
      if (exchange.getProperty(READ) == body) {
        throw new IllegalArgumentException(
            "The body can be read only once, and was read by an earlier delivery. Collect its rows into a list, or leave stream caching on.");
      }
      exchange.setProperty(READ, body);
    }
  }

  /** Leaves a body that can be read again as it was. */
  static void close(Exchange exchange, Batch batch) throws Exception {
    if (batch.rows() instanceof AutoCloseable stream) {
      stream.close();
    }
    MessageHelper.resetStreamCache(exchange.getMessage());
  }
}
