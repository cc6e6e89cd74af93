package io.lakeroute.workspace.statements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * {@code /api/2.0/sql/history/queries}: the last statements of the Statement Execution API, newest
 * first, also those whose results are gone. Safe for threads.
 */
public final class QueryHistory implements Resource {

  private static final int KEPT = 2_000;
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;
  private static final String SINCE = "filter_by.query_start_time_range.start_time_ms";

  private record Entry(
      Statement statement,
      String sql,
      Instant start,
      String warehouse,
      String principal,
      String userAgent,
      JsonNode tags) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Remembers a statement that was taken on. */
  void add(Statement statement, ExecuteRequest body, Request request, String sessionTags) {
    var entry =
        new Entry(
            statement,
            body.body().path("statement").asText(),
            Instant.now(),
            body.warehouseId(),
            request.principal(),
            request.header("User-Agent").orElse(""),
            tags(body.body().path("query_tags"), sessionTags));
    synchronized (entries) {
      if (entries.size() == KEPT) {
        entries.removeLast();
      }
      entries.addFirst(entry);
    }
  }

  @Override
  public void register(Router router) {
    router.add("GET", "/api/2.0/sql/history/queries", this::list);
  }

  private Response list(Request request) {
    long since = request.parameter(SINCE).map(Long::parseLong).orElse(0L);
    String after = request.parameter("page_token").orElse("");
    int size =
        Math.min(
            request.parameter("max_results").map(Integer::parseInt).orElse(PAGE), LARGEST_PAGE);
    List<Entry> found;
    synchronized (entries) {
      found =
          entries.stream()
              .dropWhile(e -> !after.isEmpty() && !e.statement().id().equals(after))
              .skip(after.isEmpty() ? 0 : 1)
              .filter(e -> e.start().toEpochMilli() >= since)
              .limit(size + 1L)
              .toList();
    }
    var page = found.subList(0, Math.min(size, found.size()));
    var body = Json.object();
    var list = body.putArray("res");
    page.forEach(entry -> list.add(json(entry)));
    body.put("has_next_page", page.size() < found.size());
    if (page.size() < found.size()) {
      body.put("next_page_token", page.get(page.size() - 1).statement().id());
    }
    return Response.json(body);
  }

  private static ObjectNode json(Entry entry) {
    var state = entry.statement().state();
    var json =
        Json.object()
            .put("query_id", entry.statement().id())
            .put("status", status(state))
            .put("is_final", state.ended())
            .put("query_text", entry.sql())
            .put("query_start_time_ms", entry.start().toEpochMilli())
            .put("warehouse_id", entry.warehouse())
            .put("endpoint_id", entry.warehouse())
            .put("user_name", entry.principal())
            .put("client_application", entry.userAgent());
    json.set("query_tags", entry.tags());
    return json;
  }

  private static String status(Statement.State state) {
    return switch (state) {
      case PENDING -> "QUEUED";
      case SUCCEEDED -> "FINISHED";
      default -> state.name();
    };
  }

  /** A session's tags are {@code k:v,k2:v2}, with a backslash before separators in values. */
  private static ArrayNode tags(JsonNode ofStatement, String ofSession) {
    var tags = Json.MAPPER.createArrayNode();
    if (!ofSession.isEmpty()) {
      for (String tag : ofSession.split("(?<!\\\\),")) {
        String[] sides = tag.split("(?<!\\\\):", 2);
        tags.addObject()
            .put("key", sides[0])
            .put("value", sides.length == 2 ? sides[1].replaceAll("\\\\(.)", "$1") : "");
      }
    }
    ofStatement.forEach(tags::add);
    return tags;
  }
}
