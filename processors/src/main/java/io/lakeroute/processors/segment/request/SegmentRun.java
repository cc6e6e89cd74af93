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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scheduled run of a segment. Immutable.
 *
 * @param connection of its tables
 */
public record SegmentRun(BoundSegment segment, String connection) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The statement of a run.
   *
   * @param pin gives the same statement again; empty where its tables cannot all be pinned
   */
  public record Prepared(String sql, Map<String, Object> parameters, Optional<String> pin) {}

  /** The tables that it reads, by {@code source} or {@code source.lookup}. */
  public Map<String, SqlName> tables() {
    return SegmentStatements.tables(segment);
  }

  /** The column that identifies a member. */
  public String keyColumn() {
    return segment.keyColumn();
  }

  /** What the ids of its records are made from, besides the keys. */
  public String scope() {
    return "segment:" + segment.definition().name() + ":" + segment.definition().generation();
  }

  /**
   * A run that begins.
   *
   * @param versions of the tables that have one
   */
  public Prepared begin(Instant asOf, Map<String, Long> versions) {
    Pin pin = new Pin(asOf, versions);
    Statement statement = new SegmentStatements(segment, pin).members();
    return new Prepared(
        statement.sql(),
        statement.parameters(),
        versions.keySet().containsAll(tables().keySet())
            ? Optional.of(text(pin, statement))
            : Optional.empty());
  }

  /**
   * A run that resumes.
   *
   * @param pin the text that the run began with
   * @return empty if the segment has changed since, so that other rows would follow
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

  private static String text(Pin pin, Statement statement) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("asOf", pin.asOf());
    fields.put("versions", pin.versions());
    fields.put("digest", digest(statement));
    return JsonValues.text(fields);
  }

  /** Of what is asked, so that a segment that was edited is not resumed. */
  private static String digest(Statement statement) {
    try {
      byte[] bytes =
          (statement.sql() + JsonValues.text(statement.parameters()))
              .getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
