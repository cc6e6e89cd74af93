// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.Disposition;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.Format;
import com.databricks.sdk.service.sql.StatementResponse;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.rest.LinkHttp;
import io.lakeroute.databricks.statement.read.LinksUnusableException.Obstacle;
import io.lakeroute.databricks.waiting.Caller;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements of one connection whose rows are fetched from object storage, until something
 * turns out to be in the way. Thread-safe.
 *
 * <p>Such statements have no session, so nothing sets their time zone: the first one asks for it,
 * because in another zone than UTC a statement could give other rows than through the driver.
 */
public final class LinkedStatements {

  private static final Logger LOG = LoggerFactory.getLogger(LinkedStatements.class);

  private final String connection;
  private final StatementClient client;
  private final LinkHttp http;
  private final Executor threads;
  private final Runnable withoutStorage;
  private volatile boolean inUtc;
  private volatile Optional<LinksUnusableException> unusable = Optional.empty();

  /**
   * @param connection how texts call the connection
   * @param threads for the downloads
   * @param withoutStorage run once, when object storage turns out to be out of reach
   */
  LinkedStatements(
      String connection,
      StatementClient client,
      LinkHttp http,
      Executor threads,
      Runnable withoutStorage) {
    this.connection = connection;
    this.client = client;
    this.http = http;
    this.threads = threads;
    this.withoutStorage = withoutStorage;
  }

  /** The one of a connection, which remembers for all its endpoints what is in the way. */
  static LinkedStatements of(WorkspaceConnection connection) {
    return connection.kept(
        LinkedStatements.class,
        made ->
            new LinkedStatements(
                made.toString(),
                new StatementClient(made.api(), made.rest()),
                made.links(),
                task -> made.background().execute(task),
                made::withoutStorage));
  }

  /**
   * Runs a statement and waits for the first part of its rows.
   *
   * @param timeout after which it is cancelled; also for each part of its rows
   * @param caller cancelled when it leaves
   * @param succeeded run when the warehouse has done its work: the rows lie in storage
   * @throws SQLException when the statement failed or took too long
   * @throws LinksUnusableException when the rows cannot be had this way
   */
  public LinkedRows run(
      ExecuteStatementRequest request, Duration timeout, Caller caller, Runnable succeeded)
      throws SQLException {
    if (unusable.isPresent()) {
      throw unusable.get();
    }
    try {
      requireUtc(request, timeout);
      StatementResponse response = client.run(request, timeout, caller);
      succeeded.run();
      return start(whole(response, request), timeout);
    } catch (LinksUnusableException e) {
      remember(e);
      throw e;
    }
  }

  private LinkedRows start(LinkedStatement statement, Duration timeout) {
    LinkedRows rows =
        new LinkedRows(
            statement,
            new ChunkLoader(client, http, statement, timeout),
            threads,
            () -> client.close(statement.id()));
    try {
      rows.start();
      return rows;
    } catch (InterruptedException e) {
      rows.close();
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.UNAVAILABLE, "Interrupted while waiting for rows.");
    }
  }

  /**
   * Without a limit of ours, rows may be left only because the service gives out 100 GiB at most.
   */
  private LinkedStatement whole(StatementResponse response, ExecuteStatementRequest request) {
    try {
      LinkedStatement statement = LinkedStatement.of(connection, response);
      if (statement.truncated() && request.getRowLimit() == null) {
        throw new DatabricksException(
            Reason.INVALID,
            "The result on "
                + connection
                + " is larger than the service gives out (100 GiB)."
                + " Narrow the statement, or set maxRows to take a part.");
      }
      return statement;
    } catch (RuntimeException e) {
      client.close(response.getStatementId());
      throw e;
    }
  }

  private void requireUtc(ExecuteStatementRequest request, Duration timeout) throws SQLException {
    if (inUtc) {
      return;
    }
    StatementResponse answer =
        client.run(
            new ExecuteStatementRequest()
                .setWarehouseId(request.getWarehouseId())
                .setQueryTags(request.getQueryTags())
                .setStatement("SELECT current_timezone()")
                .setDisposition(Disposition.INLINE)
                .setFormat(Format.JSON_ARRAY),
            timeout);
    String zone = answer.getResult().getDataArray().iterator().next().iterator().next();
    if (!utc(zone)) {
      throw new LinksUnusableException(
          Obstacle.TIME_ZONE,
          "statements without a session run in the time zone " + zone + " instead of UTC",
          null);
    }
    inUtc = true;
  }

  private static boolean utc(String zone) {
    try {
      ZoneRules rules = ZoneId.of(zone).getRules();
      return rules.isFixedOffset() && rules.getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void remember(LinksUnusableException obstacle) {
    synchronized (this) {
      if (unusable.isPresent() || obstacle.obstacle() == Obstacle.FORMAT) {
        return;
      }
      unusable = Optional.of(obstacle);
    }
    if (obstacle.obstacle() == Obstacle.STORAGE) {
      withoutStorage.run();
    }
    LOG.warn(
        "On {}, batches and streams are read through the driver from now on, which is slower: {}",
        connection,
        obstacle.getMessage());
  }
}
