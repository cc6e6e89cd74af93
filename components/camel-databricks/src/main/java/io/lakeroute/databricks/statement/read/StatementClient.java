// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.core.ApiClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.service.sql.CancelExecutionRequest;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.ExecuteStatementRequestOnWaitTimeout;
import com.databricks.sdk.service.sql.ExternalLink;
import com.databricks.sdk.service.sql.ResultData;
import com.databricks.sdk.service.sql.StatementExecutionAPI;
import com.databricks.sdk.service.sql.StatementResponse;
import com.databricks.sdk.service.sql.StatementState;
import com.databricks.sdk.service.sql.StatementStatus;
import io.lakeroute.databricks.error.StatementTimeoutException;
import io.lakeroute.databricks.rest.RestCalls;
import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.databricks.waiting.CallerGoneException;
import io.lakeroute.databricks.waiting.Pause;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements through the Statement Execution API, without a session. Thread-safe. */
public final class StatementClient {

  private static final Logger LOG = LoggerFactory.getLogger(StatementClient.class);
  private static final String PATH = "/api/2.0/sql/statements/";

  /** The shortest time that the service waits for an end before it answers. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);

  /** For the last look at a statement, when its time is over. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** For the word that nobody wants a statement or a result any more. */
  private static final Duration LONGEST_ENDING = Duration.ofSeconds(3);

  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private final ApiClient api;
  private final StatementExecutionAPI statements;
  private final RestCalls calls;

  public StatementClient(ApiClient api, RestCalls calls) {
    this.api = api;
    this.statements = new StatementExecutionAPI(api);
    this.calls = calls;
  }

  /**
   * Runs a statement to its end.
   *
   * <p>It is sent again only where the service refused the token and so never looked at it.
   *
   * @param timeout after which it is cancelled
   * @return a statement that succeeded
   * @throws SQLException with the server's SQLSTATE when it failed or took too long
   */
  public StatementResponse run(ExecuteStatementRequest request, Duration timeout)
      throws SQLException {
    return run(request, timeout, Caller.now());
  }

  /**
   * Runs a statement to its end, or until its caller leaves.
   *
   * @throws CallerGoneException when the caller left, and the statement was cancelled
   */
  StatementResponse run(ExecuteStatementRequest request, Duration timeout, Caller caller)
      throws SQLException {
    long start = System.nanoTime();
    request
        .setWaitTimeout(
            timeout.compareTo(SHORTEST_WAIT) < 0 ? "0s" : SHORTEST_WAIT.toSeconds() + "s")
        .setOnWaitTimeout(ExecuteStatementRequestOnWaitTimeout.CONTINUE);
    StatementResponse statement;
    try (TimeLimit limit = TimeLimit.within(timeout.plus(GRACE))) {
      statement =
          calls.call("Cannot run the statement", () -> statements.executeStatement(request));
    }
    String id = statement.getStatementId();
    try (TimeLimit limit = TimeLimit.within(timeout.plus(GRACE).minus(since(start)))) {
      statement = awaitEnd(statement, start, timeout, caller);
    } catch (SQLException | RuntimeException e) {
      quietly(id, () -> cancel(id));
      throw e;
    }
    return succeeded(statement);
  }

  private StatementResponse awaitEnd(
      StatementResponse first, long start, Duration timeout, Caller caller) throws SQLException {
    StatementResponse statement = first;
    String id = first.getStatementId();
    Duration poll = FIRST_POLL;
    while (running(statement)) {
      caller.requirePresent();
      Duration left = timeout.minus(since(start));
      if (left.isNegative()) {
        throw new StatementTimeoutException(timeout, "Statement " + id + " took too long");
      }
      if (!Pause.of(poll.compareTo(left) < 0 ? poll : left.plusMillis(1))) {
        throw new SQLException("Interrupted while the statement ran", "57014");
      }
      poll = Pause.doubled(poll, LONGEST_POLL);
      statement = get(id);
    }
    return statement;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** How far a statement is; with its result, or the first part of that, once it has succeeded. */
  public StatementResponse get(String id) {
    return calls.call("Cannot follow statement " + id, () -> statements.getStatement(id));
  }

  /** Asks for a statement to be cancelled; it may end otherwise meanwhile. */
  public void cancel(String id) {
    calls.call(
        "Cannot cancel statement " + id,
        () -> {
          statements.cancelExecution(new CancelExecutionRequest().setStatementId(id));
          return true;
        });
  }

  /** Whether it has not ended yet. */
  public static boolean running(StatementResponse statement) {
    StatementState state = statement.getStatus().getState();
    return state == StatementState.PENDING || state == StatementState.RUNNING;
  }

  private static StatementResponse succeeded(StatementResponse statement) throws SQLException {
    StatementStatus status = statement.getStatus();
    if (status.getState() == StatementState.SUCCEEDED) {
      return statement;
    }
    String error = status.getError() == null ? "" : status.getError().getMessage();
    // The texts go to the classifier, which passes on no more of them than it knows to be harmless.
    throw new SQLException(
        "Statement " + statement.getStatementId() + " " + status.getState() + ": " + error,
        status.getSqlState());
  }

  /** A link to a chunk of a result, good for a few minutes. */
  ExternalLink link(String statementId, long chunk) {
    ResultData data =
        calls.call(
            "Cannot ask for a part of the result",
            () -> statements.getStatementResultChunkN(statementId, chunk));
    return link(data, chunk);
  }

  /** The link to a chunk among those that came. */
  static ExternalLink link(ResultData data, long chunk) {
    return List.copyOf(data.getExternalLinks()).stream()
        .filter(link -> link.getChunkIndex() == null || link.getChunkIndex() == chunk)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The service gave no link to chunk " + chunk));
  }

  /** Gives up a result; without it the service keeps results for an hour. */
  void close(String statementId) {
    quietly(
        statementId,
        () ->
            calls.call(
                "Cannot end statement " + statementId,
                () -> {
                  try {
                    return api.execute(new Request("DELETE", PATH + statementId), Void.class);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }

  /** What the caller waits for has its outcome already. */
  private void quietly(String statementId, Runnable call) {
    boolean interrupted = Thread.interrupted(); // So that the call itself still goes out.
    try (TimeLimit limit = TimeLimit.within(LONGEST_ENDING)) {
      call.run();
    } catch (RuntimeException e) {
      LOG.debug("Statement {} was not ended: {}", statementId, e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
