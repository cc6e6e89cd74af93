// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.service.sql.ColumnInfo;
import com.databricks.sdk.service.sql.StatementResponse;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.statement.read.StatementClient;
import io.lakeroute.databricks.waiting.Pause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Follows one statement by its id until it has ended. For one use by one thread. */
final class RunningStatement {

  private static final Duration FIRST_POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

  /** A cancelled statement ends soon, or has just ended by itself. */
  private static final Duration CANCEL_WAIT = Duration.ofSeconds(30);

  private final ChangeStatement change;
  private final WorkspaceConnection connection;
  private final StatementClient client;
  private final Duration patience;
  private final long began;

  /**
   * @param began the {@link System#nanoTime()} from which on its time counts
   */
  RunningStatement(
      ChangeStatement change, WorkspaceConnection connection, Duration patience, long began) {
    this.began = began;
    this.change = change;
    this.connection = connection;
    this.client = new StatementClient(connection.api(), connection.rest());
    this.patience = patience;
  }

  ChangeResult result(String id) {
    return result(look(id));
  }

  ChangeResult result(StatementResponse first) {
    StatementResponse response = awaitEnd(first, patience);
    if (StatementClient.running(response)) {
      response = cancelled(response.getStatementId());
    }
    return switch (response.getStatus().getState()) {
      case SUCCEEDED -> new ChangeResult(row(response));
      // It succeeded, and so long ago that its answer is gone.
      case CLOSED -> new ChangeResult(Map.of());
      case FAILED -> throw failure(response);
      default -> throw tooLong(response.getStatementId());
    };
  }

  private StatementResponse cancelled(String id) {
    try {
      client.cancel(id);
    } catch (DatabricksException e) {
      throw lostSight(id, e);
    }
    return awaitEnd(look(id), patience.plus(CANCEL_WAIT));
  }

  private StatementResponse awaitEnd(StatementResponse first, Duration until) {
    StatementResponse response = first;
    Duration poll = FIRST_POLL;
    while (StatementClient.running(response) && System.nanoTime() - began < until.toNanos()) {
      Backoff.pause(poll);
      poll = Pause.doubled(poll, LONGEST_POLL);
      response = look(response.getStatementId());
    }
    return response;
  }

  private StatementResponse look(String id) {
    try {
      return client.get(id);
    } catch (DatabricksException e) {
      throw lostSight(id, e);
    }
  }

  /** Delta refuses a commit whole, so after a conflict nothing is written. */
  private RuntimeException failure(StatementResponse response) {
    String state = Optional.ofNullable(response.getStatus().getSqlState()).orElse("");
    String message =
        response.getStatus().getError() == null ? "" : response.getStatus().getError().getMessage();
    DatabricksException failure =
        ErrorClassifier.failure(
            change.what() + " on " + connection,
            // First, since the text may have a value of a row that looks like such an id.
            new SQLException(response.getStatementId() + " " + message, state));
    boolean conflict = state.equals("2D521") || state.equals("40001");
    return conflict || failure.getReason() == Reason.UNAVAILABLE
        ? new MayRepeat(failure, Duration.ZERO)
        : failure;
  }

  private DatabricksException tooLong(String id) {
    return new DatabricksException(
        change.repeatable() ? Reason.UNAVAILABLE : Reason.OUTCOME_UNKNOWN,
        change.what()
            + " on "
            + connection
            + ": it took longer than "
            + patience.toSeconds()
            + " s (statementTimeout) and was cancelled (statement "
            + id
            + "). "
            + (change.repeatable()
                ? "It may be sent again."
                : "It may have run: look at the table before you send it again."));
  }

  private DatabricksException lostSight(String id, DatabricksException cause) {
    return new DatabricksException(
        change.repeatable() ? cause.getReason() : Reason.OUTCOME_UNKNOWN,
        change.what()
            + " on "
            + connection
            + ": it runs as statement "
            + id
            + ", and how it ends cannot be seen: "
            + cause.getMessage(),
        Optional.of(cause),
        cause.getRetryAfterSeconds(),
        cause.getMissingPrivilege());
  }

  private static Map<String, String> row(StatementResponse response) {
    Map<String, String> row = new HashMap<>();
    if (response.getManifest() == null
        || response.getManifest().getSchema() == null
        || response.getManifest().getSchema().getColumns() == null
        || response.getResult() == null
        || response.getResult().getDataArray() == null) {
      return row;
    }
    for (Collection<String> values : response.getResult().getDataArray()) {
      Iterator<String> value = values.iterator();
      for (ColumnInfo column : response.getManifest().getSchema().getColumns()) {
        String text = value.hasNext() ? value.next() : null;
        if (text != null) {
          row.put(column.getName(), text);
        }
      }
      break;
    }
    return row;
  }
}
