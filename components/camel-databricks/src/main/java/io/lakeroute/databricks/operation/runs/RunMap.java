// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.Progress;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs as routes and REST see them. Stateless. */
final class RunMap {

  private static final ObjectMapper JSON = new JsonMapper();

  private RunMap() {}

  /** A run that ended. */
  static Map<String, Object> of(RunRecord run) {
    return of(run, Optional.empty());
  }

  /** A run, as it is now where it is under way in this process, with its progress. */
  static Map<String, Object> of(RunRecord stored, RunService runs) {
    if (stored.outcome().state() != RunState.RUNNING) {
      return of(stored);
    }
    Optional<KeyRunner> here = runs.underWay(stored.scope().key());
    RunRecord run =
        here.flatMap(KeyRunner::current)
            .filter(current -> current.scope().id().equals(stored.scope().id()))
            .orElse(stored);
    return of(
        run,
        Optional.of(
            here.flatMap(KeyRunner::progress)
                .orElseGet(() -> Progress.of(run, Optional.empty(), Instant.now()))));
  }

  private static Map<String, Object> of(RunRecord run, Optional<Progress> progress) {
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
    map.put("attempts", run.attempts());
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
    map.put("details", run.details().map(RunMap::details).orElse(null));
    map.put("node", scope.node());
    progress.ifPresent(
        it -> {
          map.put("rowsPerSecond", it.rowsPerSecond());
          map.put("total", number(it.total()));
          map.put("percent", number(it.percent()));
        });
    return map;
  }

  /** What only one flow has. */
  private static Object details(String json) {
    try {
      return JSON.readValue(json, Map.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is read, as far as it is known before the first row. */
  static void put(Map<String, Object> map, RunRecord.Range range) {
    map.put("tableId", range.tableId());
    map.put("fromVersion", number(range.fromVersion()));
    map.put("toVersion", number(range.toVersion()));
    map.put("fromWatermark", range.fromWatermark().orElse(null));
  }

  private static Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
