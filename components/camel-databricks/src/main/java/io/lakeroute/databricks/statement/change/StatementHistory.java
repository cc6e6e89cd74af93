// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import com.databricks.sdk.service.sql.ListQueriesResponse;
import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryFilter;
import com.databricks.sdk.service.sql.QueryHistoryAPI;
import com.databricks.sdk.service.sql.QueryInfo;
import com.databricks.sdk.service.sql.TimeRange;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a statement whose reply was lost in the warehouse's query history, by the mark its text
 * begins with. Thread-safe.
 */
final class StatementHistory {

  private static final Logger LOG = LoggerFactory.getLogger(StatementHistory.class);

  /** A statement may show up there a little after it was taken on. */
  private static final List<Duration> WAITS =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  /** Looks for a statement that may be repeated: sending it again does no harm. */
  private static final int FEW = 2;

  /** Between our clock and the warehouse's. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final long PAGE = 100;
  private static final int MOST_PAGES = 20;

  private final WorkspaceConnection connection;
  private final String warehouseId;
  private final QueryHistoryAPI history;

  StatementHistory(WorkspaceConnection connection, String warehouseId) {
    this.connection = connection;
    this.warehouseId = warehouseId;
    this.history = new QueryHistoryAPI(connection.api());
  }

  /** What the history says. */
  sealed interface Answer {
    /** It was taken on, under this id. */
    record Found(String statementId) implements Answer {}

    /** It is not there, and was asked for repeatedly. */
    record NotThere() implements Answer {}

    /** The history cannot be read. */
    record NoAnswer() implements Answer {}
  }

  /**
   * Looks for a statement.
   *
   * @param patiently whether much depends on not overlooking it
   */
  Answer find(String mark, Instant sent, boolean patiently) {
    try {
      for (Duration wait : patiently ? WAITS : WAITS.subList(0, FEW)) {
        Backoff.pause(TimeLimit.left(wait));
        Optional<String> id = look(mark, sent);
        if (id.isPresent()) {
          return new Answer.Found(id.get());
        }
      }
      return new Answer.NotThere();
    } catch (DatabricksException e) {
      LOG.warn("The query history cannot be read: {}", e.getMessage());
      return new Answer.NoAnswer();
    }
  }

  private Optional<String> look(String mark, Instant sent) {
    String token = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      ListQueriesResponse queries = page(sent, token);
      if (queries.getRes() != null) {
        for (QueryInfo query : queries.getRes()) {
          if (query.getQueryText() != null && query.getQueryText().contains(mark)) {
            return Optional.of(query.getQueryId());
          }
        }
      }
      token = queries.getNextPageToken();
      if (token == null || token.isEmpty()) {
        break;
      }
    }
    return Optional.empty();
  }

  private ListQueriesResponse page(Instant sent, String token) {
    ListQueryHistoryRequest request = new ListQueryHistoryRequest().setMaxResults(PAGE);
    if (token == null) {
      request.setFilterBy(
          new QueryFilter()
              .setWarehouseIds(List.of(warehouseId))
              .setQueryStartTimeRange(
                  new TimeRange().setStartTimeMs(sent.minus(CLOCK_SKEW).toEpochMilli())));
    } else {
      request.setPageToken(token);
    }
    return connection.rest().call("Cannot read the query history", () -> history.list(request));
  }
}
