package io.lakeroute.processors.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.file.BatchPlace;
import io.lakeroute.processors.files.FileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What the headers of a message say of its batch. Immutable.
 *
 * @param whole whether the message is a delivery of its own: it is no batch of a run
 * @param change add or remove, where the source says so
 * @param schema names of the source's columns; empty where they are not known
 */
record DeliveryMessage(
    BatchPlace place, boolean whole, Optional<String> change, List<String> schema) {

  static final String RUN_ID = "CamelDatabricksRunId";
  private static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";
  static final String ARM = "CamelLakerouteArm";
  private static final String RUN_KEY = "CamelDatabricksRunKey";
  private static final String INDEX = "CamelDatabricksBatchIndex";
  private static final String OFFSET = "CamelDatabricksBatchOffset";
  private static final String ROWS = "CamelDatabricksBatchRows";
  private static final String COMPLETE = "CamelDatabricksRunComplete";
  private static final String CHANGE = "CamelLakerouteChange";
  private static final String SCHEMA = "CamelDatabricksSchema";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the headers.
   *
   * @param ownId the id of a message that has none
   * @throws InvalidDeliveryException for headers that leave open where the message belongs
   */
  static DeliveryMessage of(Exchange exchange, String ownId) {
    Message message = exchange.getMessage();
    // A run that resumes another makes the same file.
    Optional<String> run = text(message, FIRST_RUN_ID).or(() -> text(message, RUN_ID));
    Optional<Long> index = number(message, INDEX);
    Optional<Boolean> complete = flag(message);
    String arm = text(message, ARM).orElse("");
    if (!arm.isEmpty()) {
      FileName.problem(arm).ifPresent(problem -> refuse("The header " + ARM + " " + problem + "."));
    }
    if (index.isPresent() && run.isEmpty()) {
      refuse(
          "The header %s is set and %s is not: nothing tells which messages belong together."
              .formatted(INDEX, RUN_ID));
    }
    if (index.isPresent() && complete.isEmpty()) {
      refuse(
          "The header %s is missing: true in the last message of a run, false in the others."
              .formatted(COMPLETE));
    }
    if (index.isEmpty() && !complete.orElse(true)) {
      refuse(
          "The header %s is false and %s is not set: nothing tells which message of its run this is."
              .formatted(COMPLETE, INDEX));
    }
    String id = run.orElse(ownId);
    BatchPlace place =
        index.isPresent()
            ? place(exchange, text(message, RUN_KEY).orElse("run " + id), arm, id, complete.get())
            : new BatchPlace("message " + ownId, arm, id, 0, 1, true);
    return new DeliveryMessage(place, index.isEmpty(), change(message), schema(message));
  }

  /** Rows before a batch are those that its run has read, or that its arm has counted. */
  private static BatchPlace place(
      Exchange exchange, String key, String arm, String run, boolean last) {
    Message message = exchange.getMessage();
    Optional<Long> offset = number(message, OFFSET);
    Optional<Long> rows = number(message, ROWS);
    if (offset.isEmpty() || rows.isEmpty()) {
      return new BatchPlace(key, arm, run, number(message, INDEX).orElseThrow(), 1, last);
    }
    if (!arm.isEmpty()) {
      return new BatchPlace(key, arm, run, offset.get(), rows.get(), last, named(message));
    }
    // What a step refused was read, too; a mapping may make more records than rows.
    long refused = exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class);
    long read = exchange.getProperty(MapRecords.READ_ROWS, rows.get() + refused, Long.class);
    return new BatchPlace(key, arm, run, offset.get(), read, last, named(message));
  }

  /** The name of such a run is that of its rows. */
  private static boolean named(Message message) {
    return text(message, FIRST_RUN_ID).isPresent();
  }

  private static Optional<String> change(Message message) {
    Optional<String> change = text(message, CHANGE);
    if (change.isPresent() && !List.of("add", "remove").contains(change.get())) {
      refuse("The header " + CHANGE + " is neither add nor remove.");
    }
    return change;
  }

  private static Optional<String> text(Message message, String header) {
    return Optional.ofNullable(message.getHeader(header, String.class))
        .filter(text -> !text.isBlank());
  }

  private static Optional<Long> number(Message message, String header) {
    Optional<String> text = text(message, header).map(String::strip);
    if (text.isPresent() && !text.get().matches("\\d{1,18}")) {
      refuse("The header " + header + " is not a whole number from 0.");
    }
    return text.map(Long::valueOf);
  }

  private static Optional<Boolean> flag(Message message) {
    Optional<String> text = text(message, COMPLETE).map(String::strip);
    if (text.isPresent() && !List.of("true", "false").contains(text.get())) {
      refuse("The header " + COMPLETE + " is neither true nor false.");
    }
    return text.map(Boolean::valueOf);
  }

  private static List<String> schema(Message message) {
    List<String> names = new ArrayList<>();
    text(message, SCHEMA)
        .ifPresent(json -> fields(json).forEach(field -> names.add(field.path("name").asText())));
    return List.copyOf(names);
  }

  /** Only the header line of a file without rows needs it: what cannot be read names no columns. */
  private static JsonNode fields(String json) {
    try {
      return JSON.readTree(json).path("fields");
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static void refuse(String message) {
    throw new InvalidDeliveryException(message);
  }
}
