package io.lakeroute.databricks.statement;

import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.StatementResponse;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.rest.LinkHttp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs statements whose rows are fetched from object storage. Thread-safe. */
public final class LinkedStatements {

  private final String connection;
  private final StatementClient client;
  private final LinkHttp http;
  private final Executor threads;

  /**
   * @param connection how texts call the connection
   * @param threads for the downloads
   */
  public LinkedStatements(
      String connection, StatementClient client, LinkHttp http, Executor threads) {
    this.connection = connection;
    this.client = client;
    this.http = http;
    this.threads = threads;
  }

  /**
   * Runs a statement and waits for the first part of its rows.
   *
   * @param timeout after which it is cancelled
   * @param whenClosed run once, when the rows are closed
   * @throws SQLException when the statement failed or took too long
   * @throws StorageUnreachableException when the rows cannot be fetched from here
   */
  public LinkedRows run(ExecuteStatementRequest request, Duration timeout, Runnable whenClosed)
      throws SQLException {
    LinkedStatement statement = whole(client.run(request, timeout), request);
    LinkedRows rows =
        new LinkedRows(
            statement,
            new ChunkLoader(client, http, statement),
            threads,
            () -> {
              client.close(statement.id());
              whenClosed.run();
            });
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
}
