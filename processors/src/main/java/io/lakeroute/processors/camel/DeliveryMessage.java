// SPDX-License-Identifier: Apache-2.0
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

  private static final String RUN_KEY = "CamelDatabricksRunKey";
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
    BatchHeaders headers = BatchHeaders.of(message);
    String arm = headers.arm().orElse("");
    if (!arm.isEmpty()) {
      FileName.problem(arm)
          .ifPresent(problem -> refuse("The header " + BatchHeaders.ARM + " " + problem + "."));
    }
    boolean whole = headers.index().isEmpty();
    requireWhole(headers, whole);
    // A run that resumes another makes the same file.
    String run = headers.run().orElse(ownId);
    BatchPlace place =
        whole
            ? new BatchPlace("message " + ownId, arm, run, 0, 1, true)
            : place(exchange, headers, run);
    return new DeliveryMessage(place, whole, headers.change(), schema(message));
  }

  private static void requireWhole(BatchHeaders headers, boolean whole) {
    if (!whole && headers.runId().isEmpty()) {
      refuse(
          "The header %s is set and %s is not: nothing tells which messages belong together."
              .formatted(BatchHeaders.INDEX, BatchHeaders.RUN_ID));
    }
    if (!whole && headers.last().isEmpty()) {
      refuse(
          "The header %s is missing: true in the last message of a run, false in the others."
              .formatted(BatchHeaders.COMPLETE));
    }
    if (whole && !headers.last().orElse(true)) {
      refuse(
          "The header %s is false and %s is not set: nothing tells which message of its run this is."
              .formatted(BatchHeaders.COMPLETE, BatchHeaders.INDEX));
    }
  }

  /** Rows before a batch are those that its run has read, or that its arm has counted. */
  private static BatchPlace place(Exchange exchange, BatchHeaders headers, String run) {
    String key = BatchHeaders.text(exchange.getMessage(), RUN_KEY).orElse("run " + run);
    String arm = headers.arm().orElse("");
    boolean last = headers.last().orElseThrow();
    if (headers.offset().isEmpty() || headers.rows().isEmpty()) {
      return new BatchPlace(key, arm, run, headers.index().orElseThrow(), 1, last);
    }
    long rows = headers.rows().get();
    if (arm.isEmpty()) {
      // What a step refused was read, too; a mapping may make more records than rows.
      long refused = exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class);
      rows = exchange.getProperty(MapRecords.READ_ROWS, rows + refused, Long.class);
    }
    // The name of a first run is that of its rows.
    boolean sameRows = headers.firstRunId().isPresent();
    return new BatchPlace(key, arm, run, headers.offset().get(), rows, last, sameRows);
  }

  private static List<String> schema(Message message) {
    List<String> names = new ArrayList<>();
    BatchHeaders.text(message, SCHEMA)
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
