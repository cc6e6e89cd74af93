// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.service.sql.Disposition;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.ExecuteStatementRequestOnWaitTimeout;
import com.databricks.sdk.service.sql.Format;
import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.statement.read.Admission;
import io.lakeroute.databricks.statement.read.StatementRequests;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs statements that change something, over the Statement Execution API. Thread-safe.
 *
 * <p>A statement is posted once. Where its reply is lost, the query history tells what became of
 * it; only a statement that may be repeated is sent again when the history does not know it.
 */
public final class ChangeRunner {

  /** The shortest the service takes; a statement that runs longer is polled for by its id. */
  private static final String WAIT = "5s";

  private static final int ATTEMPTS = 6;

  /** To cancel a statement, or to look for it, when its time is over. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Beyond it the hint is passed on: a place is held meanwhile. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(20);

  private final WorkspaceConnection connection;
  private final StatementRequests requests;
  private final StatementRunner.Patience patience;
  private final Admission admission;
  private final Measurements measurements;
  private final Submission submission;
  private final StatementHistory history;

  /**
   * @param flow sent as query tag; empty for none
   * @throws DatabricksException CONFIGURATION when the connection leads to a cluster, which has no
   *     such interface
   */
  public ChangeRunner(
      WorkspaceConnection connection,
      String flow,
      StatementRunner.Patience patience,
      Measurements measurements) {
    if (!(connection.profile().compute() instanceof Compute.SqlWarehouse warehouse)) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection.profile().name()
              + "' leads to a cluster, which takes no statements that change something. Use a"
              + " connection with warehouseId.");
    }
    this.connection = connection;
    this.requests = new StatementRequests(connection.profile(), warehouse.id(), flow);
    this.patience = patience;
    this.admission = new Admission(connection, patience, measurements);
    this.measurements = measurements;
    this.submission = new Submission(connection.api(), connection.profile().host().url());
    this.history = new StatementHistory(connection, warehouse.id());
  }

  /**
   * Runs a statement to its end.
   *
   * @param run sent as query tag, where there is one
   * @throws DatabricksException OUTCOME_UNKNOWN when it may have run and nothing tells whether it
   *     did
   */
  public ChangeResult run(ChangeStatement change, Optional<String> run) {
    return run(change, run, Caller.now());
  }

  /**
   * Runs a statement to its end, unless its caller leaves before it is sent.
   *
   * @param caller from whose arrival on the wait for a place counts
   */
  public ChangeResult run(ChangeStatement change, Optional<String> run, Caller caller) {
    try (TimeLimit limit = TimeLimit.ofEachCall(patience.statement())) {
      return admission.admit(
          caller,
          place -> {
            try (place) {
              return attempts(change, run);
            }
          });
    } catch (DatabricksException e) {
      throw change.secrets().mask(e);
    }
  }

  /** The time is for all attempts together, but begins anew when the warehouse answers one. */
  private ChangeResult attempts(ChangeStatement change, Optional<String> run) {
    long answered = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      Duration left = patience.statement().minusNanos(start - answered);
      try (TimeLimit limit = TimeLimit.within(left.plus(GRACE))) {
        return once(change, run, answered);
      } catch (MayRepeat e) {
        if (e.failure().getReason() == Reason.CONFLICT) {
          answered = System.nanoTime();
        }
        boolean tooFarOff = e.retryAfter().compareTo(LONGEST_RETRY_AFTER) > 0;
        boolean over = System.nanoTime() - answered >= patience.statement().toNanos();
        if (!change.repeatable() || attempt == ATTEMPTS || tooFarOff || over) {
          throw e.failure();
        }
        Duration pause = Backoff.after(attempt);
        Backoff.pause(pause.compareTo(e.retryAfter()) < 0 ? e.retryAfter() : pause);
      } finally {
        measurements.statement(Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private ChangeResult once(ChangeStatement change, Optional<String> run, long began) {
    String mark = "lakeroute " + UUID.randomUUID();
    Instant sent = Instant.now();
    ExecuteStatementRequest request = request(change, mark, run);
    Submission.Reply reply = send(request);
    var statement = new RunningStatement(change, connection, patience.statement(), began);
    if (reply instanceof Submission.Reply.Accepted accepted) {
      return statement.result(accepted.response());
    }
    if (reply instanceof Submission.Reply.Lost lost) {
      StatementHistory.Answer answer = history.find(mark, sent, !change.repeatable());
      if (answer instanceof StatementHistory.Answer.Found found) {
        return statement.result(found.statementId());
      }
      boolean asked = answer instanceof StatementHistory.Answer.NotThere;
      throw new MayRepeat(unknown(change, lost.failure(), asked), lost.retryAfter());
    }
    Exception failure = ((Submission.Reply.Refused) reply).failure();
    DatabricksException refused = classify(change, failure);
    throw refused.getReason() == Reason.UNAVAILABLE
        ? new MayRepeat(refused, Duration.ZERO)
        : refused;
  }

  /** A refused token is replaced once: the statement never ran. */
  private Submission.Reply send(ExecuteStatementRequest request) {
    AccessToken token = connection.tokens().token();
    Submission.Reply reply = submission.send(request, token);
    if (reply instanceof Submission.Reply.Refused refused
        && ErrorClassifier.reason(refused.failure()) == Reason.UNAUTHENTICATED) {
      connection.tokens().invalidate(token);
      return submission.send(request, connection.tokens().token());
    }
    return reply;
  }

  /**
   * A statement that may be repeated fails as what it is, since its caller may repeat it, too. Any
   * other may have run, unless the rate limit stopped it and the history confirms that.
   */
  private DatabricksException unknown(ChangeStatement change, Exception failure, boolean asked) {
    DatabricksException known = classify(change, failure);
    if (change.repeatable() || (asked && known.getReason() == Reason.THROTTLED)) {
      return known;
    }
    return new DatabricksException(
        Reason.OUTCOME_UNKNOWN,
        change.what()
            + " on "
            + connection
            + ": the reply was lost, and the query history "
            + (asked ? "does not show the statement" : "cannot be read")
            + ". It may have run: look at the table before you send it again.",
        Optional.ofNullable(known.getCause()),
        0,
        Optional.empty());
  }

  private DatabricksException classify(ChangeStatement change, Exception failure) {
    return ErrorClassifier.failure(change.what() + " on " + connection, failure);
  }

  private ExecuteStatementRequest request(
      ChangeStatement change, String mark, Optional<String> run) {
    return requests
        .of("/* " + mark + " */ " + change.sql(), change.parameters(), run)
        .setDisposition(Disposition.INLINE)
        .setFormat(Format.JSON_ARRAY)
        .setWaitTimeout(WAIT)
        .setOnWaitTimeout(ExecuteStatementRequestOnWaitTimeout.CONTINUE);
  }
}
