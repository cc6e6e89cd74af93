package io.lakeroute.databricks.runs;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.DatabricksOperation;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Tells of the runs of one tenant, and has them begin, end or start anew. Thread-safe. */
public final class RunsOperation implements DatabricksOperation {

  private final RunService runs;
  private final String tenant;
  private final RunsAction action;
  private final int limit;

  /**
   * @param tenant whose runs, and no others
   * @param limit how many to list
   */
  public RunsOperation(RunService runs, String tenant, RunsAction action, int limit) {
    this.runs = requireNonNull(runs, "runs");
    this.tenant = requireNonNull(tenant, "tenant");
    this.action = requireNonNull(action, "action");
    this.limit = limit;
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    switch (action) {
      case LIST -> message.setBody(list(message));
      case GET -> message.setBody(asMap(run(message)));
      case RUN -> {
        String key = key(message);
        message.setBody(Map.of("key", key, "started", true, "runId", runs.runNow(key)));
      }
      case DRY_RUN -> {
        String key = key(message);
        message.setBody(asMap(key, runs.preview(key)));
      }
      case CANCEL -> {
        String key = key(message);
        message.setBody(Map.of("key", key, "cancelled", runs.cancel(key)));
      }
      case RESET -> {
        String key = key(message);
        runs.reset(key);
        message.setBody(Map.of("key", key, "reset", true));
      }
    }
  }

  private List<Map<String, Object>> list(Message message) {
    Optional<String> key =
        Optional.ofNullable(message.getHeader(DatabricksConstants.RUN_KEY, String.class));
    return runs
        .store()
        .runs(new RunFilter(key, Optional.of(tenant), Optional.empty(), limit))
        .stream()
        .map(RunsOperation::asMap)
        .toList();
  }

  private RunRecord run(Message message) {
    String id = message.getHeader(DatabricksConstants.RUN_ID, String.class);
    if (id == null) {
      throw missing(DatabricksConstants.RUN_ID, "the id of the run");
    }
    return runs.store()
        .run(id)
        .filter(run -> run.scope().tenant().equals(tenant))
        .orElseThrow(
            () -> new DatabricksException(Reason.NOT_FOUND, "There is no run with this id."));
  }

  /** Another tenant's key is as unknown here as one that nobody has. */
  private String key(Message message) {
    String key = message.getHeader(DatabricksConstants.RUN_KEY, String.class);
    if (key == null) {
      throw missing(DatabricksConstants.RUN_KEY, "what to " + action.option());
    }
    if (!key.startsWith(tenant + "/")) {
      throw new DatabricksException(Reason.NOT_FOUND, "There is no such flow here.");
    }
    return key;
  }

  private static DatabricksException missing(String header, String meaning) {
    return new DatabricksException(
        Reason.INVALID, "The header " + header + " is missing: " + meaning + ".");
  }

  private static Map<String, Object> asMap(RunRecord run) {
    Map<String, Object> map = new LinkedHashMap<>();
    RunRecord.Scope scope = run.scope();
    map.put("id", scope.id());
    map.put("key", scope.key());
    map.put("tenant", scope.tenant());
    map.put("flow", scope.flow());
    map.put("connection", scope.connection());
    map.put("object", scope.object());
    map.put("state", run.outcome().state().name());
    map.put("startedAt", scope.startedAt());
    map.put("endedAt", run.outcome().endedAt().orElse(null));
    RunRecord.Range range = run.range();
    put(map, range);
    map.put("toWatermark", range.toWatermark().orElse(null));
    map.put("sqlSha256", range.sqlSha256());
    RunRecord.Counts counts = run.counts();
    map.put("rowsRead", counts.rowsRead());
    map.put("delivered", counts.delivered());
    map.put("filtered", counts.filtered());
    map.put("rejected", counts.rejected());
    map.put("ignored", counts.ignored());
    map.put("bytes", counts.bytes());
    map.put("reason", run.outcome().reason().map(Reason::name).orElse(null));
    map.put("message", run.outcome().message().orElse(null));
    map.put("node", scope.node());
    return map;
  }

  private static void put(Map<String, Object> map, RunRecord.Range range) {
    map.put("tableId", range.tableId());
    map.put("fromVersion", number(range.fromVersion()));
    map.put("toVersion", number(range.toVersion()));
    map.put("fromWatermark", range.fromWatermark().orElse(null));
  }

  private static Map<String, Object> asMap(String key, RunWork.Preview preview) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", key);
    put(map, preview.range());
    map.put("halfway", preview.halfway());
    map.put("rows", preview.counts().delivered());
    map.put("filtered", preview.counts().filtered());
    map.put("ignored", preview.counts().ignored());
    map.put(
        "statements",
        preview.statements().stream()
            .map(it -> Map.of("sql", it.sql(), "parameters", it.parameters()))
            .toList());
    return map;
  }

  private static Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
