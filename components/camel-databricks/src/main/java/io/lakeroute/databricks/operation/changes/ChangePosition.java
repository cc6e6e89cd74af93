// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.run.Hashes;
import java.util.Optional;

/**
 * How far the sync of one table has come. Immutable.
 *
 * @param part that is or was read
 * @param skip rows of its statement that are dealt with
 * @param rows that were delivered since the run began, whatever process delivered them
 * @param net whether changes of a row are folded
 * @param statement fingerprint of the statement: another one has its rows in another order
 * @param gap that the part bridges; empty for none
 * @param complete whether the run came to its end
 */
record ChangePosition(
    Part part,
    long skip,
    long rows,
    boolean net,
    String statement,
    Optional<Gap> gap,
    boolean complete) {

  private static final ObjectMapper JSON = new JsonMapper();

  ChangePosition {
    requireNonNull(part, "part");
    requireNonNull(statement, "statement");
    requireNonNull(gap, "gap");
  }

  /** The beginning of a part. */
  static ChangePosition start(Part part, long rows, boolean net, String sql, Optional<Gap> gap) {
    return new ChangePosition(part, 0, rows, net, Hashes.sha256(sql).substring(0, 16), gap, false);
  }

  /** Some rows further. */
  ChangePosition after(long nowSkip, long delivered) {
    return new ChangePosition(part, nowSkip, rows + delivered, net, statement, gap, false);
  }

  /** Behind the part, and behind the run if no other follows. */
  ChangePosition finished() {
    return part.last()
        ? new ChangePosition(part, 0, 0, net, "", Optional.empty(), true)
        : new ChangePosition(part, 0, rows, net, "", Optional.empty(), false);
  }

  /** Whether the part is over, and the version behind it comes next. */
  boolean behind() {
    return complete || statement.isEmpty();
  }

  /** The last version that the run reads. */
  long wanted() {
    return complete ? part.to() : part.until();
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", part.kind().name());
    node.put("from", part.from());
    node.put("to", part.to());
    if (part.until() != part.to()) {
      node.put("until", part.until());
    }
    node.put("skip", skip);
    if (rows > 0) {
      node.put("rows", rows);
    }
    node.put("net", net);
    if (!statement.isEmpty()) {
      node.put("statement", statement);
    }
    gap.ifPresent(bridged -> node.put("gap", bridged.name()));
    if (complete) {
      node.put("complete", true);
    }
    return node.toString();
  }

  /**
   * Reads what {@link #json()} wrote.
   *
   * @throws DatabricksException CONFIGURATION when it is something else
   */
  static ChangePosition parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      long to = number(node, "to");
      return new ChangePosition(
          new Part(
              Optional.ofNullable(node.path("kind").textValue())
                  .map(Part.Kind::valueOf)
                  .orElseThrow(ChangePosition::refused),
              number(node, "from"),
              to,
              node.has("until") ? number(node, "until") : to),
          number(node, "skip"),
          node.path("rows").longValue(),
          node.path("net").booleanValue(),
          node.path("statement").asText(""),
          Optional.ofNullable(node.path("gap").textValue()).map(Gap::valueOf),
          node.path("complete").booleanValue());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw refused();
    }
  }

  private static long number(JsonNode node, String name) {
    if (!node.path(name).isIntegralNumber()) {
      throw refused();
    }
    return node.get(name).longValue();
  }

  private static DatabricksException refused() {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The position in the cursor store is not one of a sync. Reset the cursor to begin anew.");
  }
}
