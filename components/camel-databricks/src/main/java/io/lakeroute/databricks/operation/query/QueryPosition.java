// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Optional;

/**
 * How far the rows of a statement are delivered. Immutable.
 *
 * @param pin with which the same rows can be read again; empty where they cannot
 * @param skip rows that are delivered
 * @param run that began to deliver them; empty where nobody needs to know
 * @param batchSize of that run, so that redelivered batches have the same rows; 0 where it is not
 *     kept
 */
record QueryPosition(Optional<String> pin, long skip, String run, int batchSize) {

  /** Where each run begins, and stands when all is delivered. */
  static final QueryPosition BEGINNING = new QueryPosition(Optional.empty(), 0, "", 0);

  private static final ObjectMapper JSON = new JsonMapper();

  QueryPosition {
    requireNonNull(pin, "pin");
  }

  /** Whether a run can resume here. */
  boolean resumable() {
    return pin.isPresent();
  }

  /** Where the run stands once more rows are delivered. */
  QueryPosition after(int rows) {
    return new QueryPosition(pin, skip + rows, run, batchSize);
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    pin.ifPresent(text -> node.put("pin", text));
    if (!run.isEmpty()) {
      node.put("run", run).put("batchSize", batchSize);
    }
    return node.put("skip", skip).toString();
  }

  /**
   * Reads what {@link #json()} wrote.
   *
   * @throws DatabricksException CONFIGURATION when it is something else
   */
  static QueryPosition parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (!node.path("skip").isIntegralNumber()
          || (node.has("pin") && !node.get("pin").isTextual())) {
        throw refused();
      }
      return new QueryPosition(
          Optional.ofNullable(node.path("pin").textValue()),
          node.path("skip").longValue(),
          node.path("run").asText(),
          node.path("batchSize").asInt());
    } catch (JsonProcessingException e) {
      throw refused();
    }
  }

  private static DatabricksException refused() {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The position in the cursor store is not one of a query. Reset the cursor to begin anew.");
  }
}
