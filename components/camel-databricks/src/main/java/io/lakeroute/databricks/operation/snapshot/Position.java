// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the import of one table has come. Immutable.
 *
 * <p>Rows come in the order of their timestamps, those without one last. What is kept is the
 * timestamp of the last row and how many rows with that timestamp were delivered: no other value.
 *
 * @param version the version that is or was read; empty for a view, which has none
 * @param watermark the timestamp of the last row that has one; empty before the first
 * @param skip rows delivered at the watermark, or among those without a timestamp
 * @param withoutTimestamp whether the rows without a timestamp have begun
 * @param rows rows delivered since the run began, whatever process delivered them
 * @param base what the run builds on; empty for the first import
 * @param compared whether its rows were told from those of the run before by comparing versions
 * @param complete whether the run came to its end
 */
record Position(
    OptionalLong version,
    Optional<String> watermark,
    long skip,
    boolean withoutTimestamp,
    long rows,
    Optional<Base> base,
    boolean compared,
    boolean complete) {

  private static final ObjectMapper JSON = new JsonMapper();

  /** The run before: the version it read and how far it came. */
  record Base(OptionalLong version, Optional<String> watermark) {}

  Position {
    requireNonNull(version, "version");
    requireNonNull(watermark, "watermark");
    requireNonNull(base, "base");
  }

  /** The beginning of a run. */
  static Position start(OptionalLong version, Optional<Base> base) {
    return new Position(version, Optional.empty(), 0, false, 0, base, false, false);
  }

  /**
   * Some rows further.
   *
   * @param timestamp of the last of them
   * @param tied how many of them, counted from the last, have that timestamp
   * @param count how many there were
   */
  Position after(Optional<String> timestamp, long tied, long count) {
    boolean nulls = timestamp.isEmpty();
    boolean same =
        tied == count
            && (nulls ? withoutTimestamp : !withoutTimestamp && timestamp.equals(watermark));
    return new Position(
        version,
        nulls ? watermark : timestamp,
        same ? skip + tied : tied,
        nulls,
        rows + count,
        base,
        compared,
        false);
  }

  /**
   * The same for rows that may have changed since: those at the watermark are read again, because
   * nobody knows which of them were delivered.
   */
  Position repeatingTies() {
    return new Position(
        version, watermark, 0, withoutTimestamp, rows - skip, base, compared, complete);
  }

  /**
   * The position among rows that are found with or without comparing versions; where that changes
   * on the way, there may be others at the watermark.
   */
  Position found(boolean byComparing) {
    Position at = byComparing == compared ? this : repeatingTies();
    return new Position(
        version, watermark, at.skip, withoutTimestamp, at.rows, base, byComparing, complete);
  }

  /**
   * The end of the run, from which the next one goes on.
   *
   * @param highest the later of this run's watermark and the one before
   */
  Position finished(Optional<String> highest) {
    return new Position(version, highest, 0, false, 0, Optional.empty(), false, true);
  }

  /** What the next run builds on; where this one broke off, what it built on itself. */
  Optional<Base> asBase() {
    return complete ? Optional.of(new Base(version, watermark)) : base;
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    put(node, version, watermark);
    node.put("skip", skip);
    if (rows > 0) {
      node.put("rows", rows);
    }
    if (withoutTimestamp) {
      node.put("withoutTimestamp", true);
    }
    if (compared) {
      node.put("compared", true);
    }
    if (complete) {
      node.put("complete", true);
    }
    base.ifPresent(b -> put(node.putObject("base"), b.version(), b.watermark()));
    return node.toString();
  }

  private static void put(ObjectNode node, OptionalLong version, Optional<String> watermark) {
    version.ifPresent(v -> node.put("version", v));
    watermark.ifPresent(w -> node.put("watermark", w));
  }

  /**
   * Reads what {@link #json()} wrote.
   *
   * @throws DatabricksException CONFIGURATION when it is something else
   */
  static Position parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      boolean base = node.has("base");
      if (!node.path("skip").isIntegralNumber() || (base && !node.get("base").isObject())) {
        throw refused();
      }
      return new Position(
          version(node),
          watermark(node),
          node.path("skip").longValue(),
          node.path("withoutTimestamp").booleanValue(),
          node.path("rows").longValue(),
          base
              ? Optional.of(new Base(version(node.get("base")), watermark(node.get("base"))))
              : Optional.empty(),
          node.path("compared").booleanValue(),
          node.path("complete").booleanValue());
    } catch (JsonProcessingException e) {
      throw refused();
    }
  }

  private static DatabricksException refused() {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The position in the cursor store is not one of a snapshot import. Reset the cursor to"
            + " begin anew.");
  }

  private static OptionalLong version(JsonNode node) {
    return node.has("version")
        ? OptionalLong.of(node.get("version").longValue())
        : OptionalLong.empty();
  }

  private static Optional<String> watermark(JsonNode node) {
    return Optional.ofNullable(node.path("watermark").textValue());
  }
}
