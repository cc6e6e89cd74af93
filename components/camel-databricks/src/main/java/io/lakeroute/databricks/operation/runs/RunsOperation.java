// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
      case GET -> message.setBody(RunMap.of(run(message), runs));
      case RUN -> {
        String key = key(message);
        message.setBody(Map.of("key", key, "started", true, "runId", runs.runNow(key)));
      }
      case DRY_RUN -> {
        String key = key(message);
        message.setBody(asMap(key, runs.preview(key), runs.nextDue(key)));
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
    return runs
        .store()
        .runs(
            new RunFilter(
                header(message, DatabricksConstants.RUN_KEY),
                Optional.of(tenant),
                header(message, DatabricksConstants.RUN_STATE).map(RunsOperation::state),
                limit))
        .stream()
        .map(run -> RunMap.of(run, runs))
        .toList();
  }

  private static Optional<String> header(Message message, String name) {
    return Optional.ofNullable(message.getHeader(name, String.class))
        .filter(value -> !value.isEmpty());
  }

  private static RunState state(String name) {
    return Arrays.stream(RunState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DatabricksException(
                    Reason.INVALID,
                    "The header "
                        + DatabricksConstants.RUN_STATE
                        + " names no state. There are: "
                        + Arrays.stream(RunState.values())
                            .map(RunState::name)
                            .collect(Collectors.joining(", "))
                        + "."));
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

  private static Map<String, Object> asMap(
      String key, RunWork.Preview preview, Optional<Instant> due) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", key);
    map.put("due", due.orElse(null));
    RunMap.put(map, preview.range());
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
}
