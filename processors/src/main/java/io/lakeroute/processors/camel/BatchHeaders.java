// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * What the headers of a message say of the batch that it is, and of the arm of a journey that it is
 * for. Immutable.
 *
 * @param runId empty for a message that is no batch of a run
 * @param firstRunId the run that began with these rows; empty where they may be others next time
 * @param index in its run
 * @param offset rows before it, those of the runs that it resumes included
 * @param rows in it
 * @param last whether no other follows
 * @param arm empty for none
 * @param change {@code add} or {@code remove}
 */
record BatchHeaders(
    Optional<String> runId,
    Optional<String> firstRunId,
    Optional<Long> index,
    Optional<Long> offset,
    Optional<Long> rows,
    Optional<Boolean> last,
    Optional<String> arm,
    Optional<String> change) {

  static final String RUN_ID = "CamelDatabricksRunId";
  static final String FIRST_RUN_ID = "CamelDatabricksFirstRunId";
  static final String INDEX = "CamelDatabricksBatchIndex";
  static final String OFFSET = "CamelDatabricksBatchOffset";
  static final String ROWS = "CamelDatabricksBatchRows";
  static final String COMPLETE = "CamelDatabricksRunComplete";
  static final String ARM = "CamelLakerouteArm";
  static final String CHANGE = "CamelLakerouteChange";
  static final String REMOVE = "remove";
  static final String ADD = "add";

  /**
   * Reads them.
   *
   * @throws InvalidDeliveryException for one that cannot be; it is not repeated
   */
  static BatchHeaders of(Message message) {
    Optional<String> change = text(message, CHANGE);
    if (change.isPresent() && !List.of(ADD, REMOVE).contains(change.get())) {
      throw new InvalidDeliveryException(
          "The header " + CHANGE + " is neither " + ADD + " nor " + REMOVE + ".");
    }
    return new BatchHeaders(
        text(message, RUN_ID),
        text(message, FIRST_RUN_ID),
        number(message, INDEX),
        number(message, OFFSET),
        number(message, ROWS),
        flag(message, COMPLETE),
        text(message, ARM),
        change);
  }

  /** The run that the rows belong to, however often it is resumed. */
  Optional<String> run() {
    return firstRunId.or(() -> runId);
  }

  static Optional<String> text(Message message, String header) {
    return Optional.ofNullable(message.getHeader(header, String.class))
        .filter(text -> !text.isBlank());
  }

  private static Optional<Long> number(Message message, String header) {
    Optional<String> text = text(message, header).map(String::strip);
    if (text.isPresent() && !text.get().matches("\\d{1,18}")) {
      throw new InvalidDeliveryException("The header " + header + " is not a whole number from 0.");
    }
    return text.map(Long::valueOf);
  }

  private static Optional<Boolean> flag(Message message, String header) {
    Optional<String> text = text(message, header).map(String::strip);
    if (text.isPresent() && !List.of("true", "false").contains(text.get())) {
      throw new InvalidDeliveryException("The header " + header + " is neither true nor false.");
    }
    return text.map(Boolean::valueOf);
  }
}
