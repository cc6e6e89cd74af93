// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.statement.read.RunId;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Which part of which run a message is. Immutable.
 *
 * @param runId the run's id; the exchange's where none is given
 * @param givenRunId the id as it was given
 * @param batchIndex the message's position in the run
 * @param rowsBefore rows before the message, those of runs that this one resumes included
 * @param incremental true when the run carries only what is new since another
 * @param complete true when the run ends with it
 */
public record Delivery(
    String runId,
    Optional<String> givenRunId,
    long batchIndex,
    long rowsBefore,
    boolean incremental,
    boolean complete) {

  /** Positions of rows that each message of a run has to itself. */
  private static final long ROWS_PER_BATCH = 1_000_000_000L;

  private static final long MOST_BATCHES = 9_000_000_000L;
  private static final long MOST_ROWS = 999_999_999_999_999_999L;

  public static Delivery of(Exchange exchange) {
    Message message = exchange.getMessage();
    Optional<String> run = RunId.of(exchange);
    Optional<String> index = text(message, DatabricksConstants.BATCH_INDEX);
    Optional<String> complete = text(message, DatabricksConstants.RUN_COMPLETE);
    if (index.isPresent() && run.isEmpty()) {
      throw BodyReader.invalid(
          "The header "
              + DatabricksConstants.BATCH_INDEX
              + " is set and "
              + DatabricksConstants.RUN_ID
              + " is not: nothing tells which messages belong together.");
    }
    boolean last =
        complete.map(text -> flag(DatabricksConstants.RUN_COMPLETE, text)).orElse(index.isEmpty());
    if (!last && index.isEmpty()) {
      throw BodyReader.invalid(
          "The header "
              + DatabricksConstants.RUN_COMPLETE
              + " is false and "
              + DatabricksConstants.BATCH_INDEX
              + " is not set: nothing tells which message of its run this is.");
    }
    return new Delivery(
        run.orElse(exchange.getExchangeId()),
        run,
        index
            .map(text -> number(DatabricksConstants.BATCH_INDEX, text, MOST_BATCHES - 1))
            .orElse(0L),
        text(message, DatabricksConstants.BATCH_OFFSET)
            .map(text -> number(DatabricksConstants.BATCH_OFFSET, text, MOST_ROWS))
            .orElse(0L),
        text(message, DatabricksConstants.INCREMENTAL)
            .map(text -> flag(DatabricksConstants.INCREMENTAL, text))
            .orElse(false),
        last);
  }

  /**
   * Refuses a run that carries a part of its source: the part would be published in the place of
   * the whole.
   *
   * @param what what cannot be done, as in {@code Cannot replace main.crm.leads}
   * @param instead what else helps against a run of new rows only, after a comma; may be empty
   */
  public void requireWhole(String what, String instead) {
    if (incremental) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "%s: run %s carries only what is new since the run before it. Leave timestampColumn out of the import, so that each run carries all rows%s. The table is as it was."
              .formatted(what, runId, instead));
    }
    if (batchIndex == 0 && rowsBefore > 0) {
      throw new DatabricksException(
          Reason.CONFLICT,
          "%s: run %s resumes a run that ended after %d rows, and carries only the others. Set resume=false on its source, so that its next run begins anew. The table is as it was."
              .formatted(what, runId, rowsBefore));
    }
  }

  /** Position of a row of this message in its run. */
  public long position(long row) {
    if (row >= ROWS_PER_BATCH) {
      throw new DatabricksException(
          Reason.INVALID, "A message of a run holds " + ROWS_PER_BATCH + " rows at most.");
    }
    return batchIndex * ROWS_PER_BATCH + row;
  }

  public long firstPosition() {
    return position(0);
  }

  public long lastPosition() {
    return position(ROWS_PER_BATCH - 1);
  }

  private static Optional<String> text(Message message, String header) {
    return Optional.ofNullable(message.getHeader(header, String.class))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static long number(String header, String text, long most) {
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      throw BodyReader.invalid(
          "The header " + header + " is not a whole number from 0 to " + most + ".");
    }
    return Long.parseLong(text);
  }

  private static boolean flag(String header, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw BodyReader.invalid("The header " + header + " is neither true nor false.");
    }
    return text.equals("true");
  }
}
