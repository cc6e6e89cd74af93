// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.sql.SqlName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs of a statement over a model, such as the members of a segment. Immutable.
 *
 * @param scope what the ids of its records are made from, besides the keys
 * @param keyColumn the column that identifies a row
 * @param tables that it reads, by {@code source} or {@code source.lookup}
 * @param rows the statement at a pin
 * @param connection of its tables
 * @param definition what else decides what becomes of the rows; a run is not resumed once it has
 *     changed
 */
public record SegmentRun(
    String scope,
    String keyColumn,
    Map<String, SqlName> tables,
    Function<Pin, Statement> rows,
    String connection,
    String definition) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The statement of a run.
   *
   * @param pin gives the same statement again; empty where its tables cannot all be pinned
   */
  public record Prepared(String sql, Map<String, Object> parameters, Optional<String> pin) {}

  /** Runs of a segment. */
  static SegmentRun of(BoundSegment segment, String connection) {
    return new SegmentRun(
        "segment:" + segment.definition().name() + ":" + segment.definition().generation(),
        segment.keyColumn(),
        SegmentStatements.tables(segment),
        pin -> new SegmentStatements(segment, pin).members(),
        connection,
        "");
  }

  /**
   * A run that begins.
   *
   * @param versions of the tables that have one
   */
  public Prepared begin(Instant asOf, Map<String, Long> versions) {
    Pin pin = new Pin(asOf, versions);
    Statement statement = rows.apply(pin);
    return new Prepared(
        statement.sql(),
        statement.parameters(),
        versions.keySet().containsAll(tables.keySet())
            ? Optional.of(text(pin, statement))
            : Optional.empty());
  }

  /**
   * A run that resumes.
   *
   * @param pin the text that the run began with
   * @return empty if the definition has changed since, so that other rows would follow
   */
  public Optional<Prepared> resume(String pin) {
    try {
      JsonNode node = JSON.readTree(pin);
      Map<String, Long> versions = new TreeMap<>();
      node.path("versions")
          .properties()
          .forEach(each -> versions.put(each.getKey(), each.getValue().longValue()));
      Prepared prepared = begin(Instant.parse(node.path("asOf").asText()), versions);
      return prepared.pin().filter(pin::equals).map(same -> prepared);
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The time that a pin is of; empty for a text that is none. */
  public static Optional<Instant> asOf(String pin) {
    try {
      return Optional.of(Instant.parse(JSON.readTree(pin).path("asOf").asText()));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private String text(Pin pin, Statement statement) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("asOf", pin.asOf());
    fields.put("versions", pin.versions());
    fields.put("digest", statement.digest(definition));
    return JsonValues.text(fields);
  }
}
