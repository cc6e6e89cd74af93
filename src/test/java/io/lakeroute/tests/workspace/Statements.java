// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** The Statement Execution API by hand; safe for threads. */
public final class Statements {
  private static final String PATH = "/api/2.0/sql/statements";
  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELED", "CLOSED");

  private final Workspace workspace;
  private final Rest rest;

  private Statements(Workspace workspace, Rest rest) {
    this.workspace = workspace;
    this.rest = rest;
  }

  /** Calls as the service principal, with a token fetched now. */
  public static Statements of(Workspace workspace) {
    return new Statements(workspace, Rest.bearer(OAuth.token(workspace)));
  }

  /** Posts a statement; {@code more} adds or replaces members of the request. */
  public Rest.Reply post(String sql, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>();
    request.put("warehouse_id", workspace.warehouseId());
    request.put("statement", sql);
    request.put("wait_timeout", "30s");
    request.put("catalog", workspace.catalog());
    request.put("schema", workspace.schema());
    request.putAll(more);
    return rest.post(workspace.url(PATH), request);
  }

  public Rest.Reply get(String statementId) {
    return rest.get(workspace.url(PATH + "/" + statementId));
  }

  public Rest.Reply chunk(String statementId, long index) {
    return rest.get(workspace.url(PATH + "/%s/result/chunks/%d".formatted(statementId, index)));
  }

  public Rest.Reply cancel(String statementId) {
    return rest.post(workspace.url(PATH + "/" + statementId + "/cancel"), Map.of());
  }

  /** Runs a statement to its end, whatever that is. */
  public JsonNode execute(String sql, Map<String, ?> more) {
    var reply = post(sql, more);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return awaitEnd(reply.json());
  }

  /** Polls a statement until it ended. */
  public JsonNode awaitEnd(JsonNode statement) {
    if (ended(statement)) {
      return statement;
    }
    String id = statement.path("statement_id").asText();
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> get(id).json(), Statements::ended);
  }

  private static boolean ended(JsonNode statement) {
    // A reply without a state is no statement: nothing to wait for.
    return statement.path("status").path("state").isMissingNode()
        || ENDED.contains(state(statement));
  }

  public static String state(JsonNode statement) {
    return statement.path("status").path("state").asText();
  }

  /** Runs a statement that must succeed; gives its rows as texts, null for NULL. */
  public List<List<String>> run(String sql, Map<String, ?> more) {
    JsonNode statement = execute(sql, more);
    assertThat(state(statement)).as("%s: %s", sql, statement.path("status")).isEqualTo("SUCCEEDED");
    return rows(statement.path("result").path("data_array"));
  }

  public List<List<String>> run(String sql) {
    return run(sql, Map.of());
  }

  /** Runs a statement that must fail; gives its {@code status}. */
  public JsonNode fail(String sql, Map<String, ?> more) {
    JsonNode statement = execute(sql, more);
    assertThat(state(statement)).as(sql).isEqualTo("FAILED");
    return statement.path("status");
  }

  /** The rows of a JSON_ARRAY result. */
  public static List<List<String>> rows(JsonNode dataArray) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : dataArray) {
      List<String> values = new ArrayList<>();
      row.forEach(value -> values.add(value.isNull() ? null : value.asText()));
      rows.add(values);
    }
    return rows;
  }
}
