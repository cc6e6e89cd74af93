// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.identity.Principals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** {@code /api/2.0/sql/history/queries}: what ran, for whom, and how it ended. */
public final class HistoryResource implements Resource {

  private static final String FILTER = "filter_by.";
  private static final String TIMES = FILTER + "query_start_time_range.";

  /** The members that a filter by a list of values compares. */
  private static final Map<String, String> LISTS =
      Map.of(
          "statement_ids", "query_id",
          "warehouse_ids", "warehouse_id",
          "user_ids", "user_id",
          "statuses", "status");

  /** What a user agent says of the libraries and the machine below the application. */
  private static final Set<String> LIBRARIES =
      Set.of(
          "DatabricksJDBCDriverOSS",
          "databricks-jdbc-http",
          "databricks-sdk-java",
          "jvm",
          "os",
          "Java",
          "auth");

  private final QueryHistory history;
  private final Principals principals;
  private final String warehouseId;
  private final Runnable counted;

  /**
   * @param counted returns when all that ended statements read is in their metrics
   */
  public HistoryResource(
      QueryHistory history, Principals principals, String warehouseId, Runnable counted) {
    this.history = history;
    this.principals = principals;
    this.warehouseId = warehouseId;
    this.counted = counted;
  }

  @Override
  public void register(Router router) {
    router.add("GET", "/api/2.0/sql/history/queries", this::list);
  }

  /** Administrators see every query, others their own. */
  private Response list(Request request) {
    boolean all = principals.isAdmin(request.principal());
    long before = number(request, "page_token", Long.MAX_VALUE);
    long size = number(request, "max_results", 100);
    if (size < 1 || size > 1_000) {
      throw ApiException.badRequest("max_results must be between 1 and 1000, but is " + size);
    }
    boolean metrics = request.parameter("include_metrics").map(Boolean::valueOf).orElse(false);
    if (metrics) {
      counted.run();
    }
    var found =
        history.latestFirst().stream()
            .filter(query -> query.number() < before)
            .filter(query -> all || query.caller().principal().equals(request.principal()))
            .filter(query -> wanted(request, query))
            .limit(size + 1)
            .toList();
    var body = Json.object();
    var page = body.putArray("res");
    found.stream().limit(size).forEach(query -> page.add(json(query, metrics)));
    boolean more = found.size() > size;
    if (more) {
      body.put("next_page_token", String.valueOf(found.get((int) size - 1).number()));
    }
    return Response.json(body.put("has_next_page", more));
  }

  private boolean wanted(Request request, Query query) {
    long start = query.startedAt().toEpochMilli();
    if (start < number(request, TIMES + "start_time_ms", 0)
        || start > number(request, TIMES + "end_time_ms", Long.MAX_VALUE)) {
      return false;
    }
    var json = json(query, false);
    return LISTS.entrySet().stream()
        .allMatch(
            list -> {
              var values = request.parameters(FILTER + list.getKey());
              return values.isEmpty() || values.contains(json.path(list.getValue()).asText());
            });
  }

  private static long number(Request request, String parameter, long otherwise) {
    String text = request.parameter(parameter).orElse(String.valueOf(otherwise));
    if (!text.matches("\\d{1,19}")) {
      throw ApiException.badRequest("%s is not a number: %s".formatted(parameter, text));
    }
    return Long.parseLong(text);
  }

  private ObjectNode json(Query query, boolean metrics) {
    var start = query.start();
    var progress = query.progress();
    boolean ended = progress.endedAt() != Instant.MAX;
    long userId = Long.parseLong(start.userId());
    var json =
        Json.object()
            .put("query_id", query.id())
            .put("status", progress.status().name())
            .put("query_text", start.text())
            .put("query_start_time_ms", query.startedAt().toEpochMilli())
            .put("user_id", userId)
            .put("user_name", query.caller().principal())
            .put("executed_as_user_id", userId)
            .put("executed_as_user_name", query.caller().principal())
            .put("warehouse_id", warehouseId)
            .put("endpoint_id", warehouseId)
            .put("session_id", start.sessionId())
            .put("client_application", application(query.caller().userAgent()))
            .put("rows_produced", progress.rows())
            .put("is_final", ended);
    if (!start.tags().isEmpty()) {
      var tags = json.putArray("query_tags");
      start.tags().forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    }
    if (!progress.error().isEmpty()) {
      json.put("error_message", progress.error());
    }
    if (ended) {
      long end = progress.endedAt().toEpochMilli();
      json.put("query_end_time_ms", end).put("execution_end_time_ms", end);
      json.put("duration", Duration.between(query.startedAt(), progress.endedAt()).toMillis());
    }
    if (metrics) {
      json.putObject("metrics")
          .put("read_bytes", query.bytesRead())
          .put("rows_read_count", query.rowsRead())
          .put("rows_produced_count", progress.rows());
    }
    return json;
  }

  /** The first product of a user agent that is none of the libraries below it. */
  static String application(String userAgent) {
    var products =
        Arrays.stream(userAgent.split("\\s+")).map(product -> product.split("/")[0]).toList();
    return products.stream()
        .filter(product -> !LIBRARIES.contains(product))
        .findFirst()
        .orElse(products.get(0));
  }
}
