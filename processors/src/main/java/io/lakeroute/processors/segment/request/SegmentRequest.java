// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.Pin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a caller asks; immutable.
 *
 * @param segment the name of a segment that has a file
 * @param definition a segment that came along
 * @param segments the names of several
 * @param asOf the time that relative times count from
 * @param pin versions that an earlier answer named
 * @param limit the most rows
 * @param id a key
 * @param table the name of a table
 */
record SegmentRequest(
    Optional<String> segment,
    Optional<JsonNode> definition,
    List<String> segments,
    Optional<Instant> asOf,
    Optional<Pin> pin,
    OptionalInt limit,
    Optional<String> id,
    Optional<String> table) {

  /** Windows reach further back, and the types of the warehouse end with the year 9999. */
  private static final int FIRST_YEAR = 1900;

  private static final int LAST_YEAR = 9000;

  /**
   * Reads the body of a request.
   *
   * @throws RequestException INVALID, naming the field that is wrong
   */
  static SegmentRequest read(JsonNode body, SegmentAction action) {
    if (!body.isObject()) {
      throw RequestException.invalid("the body must be a JSON object");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!action.fields().contains(names.next())) {
        throw RequestException.invalid(
            "the body has a field that "
                + action.lowerCase()
                + " does not take (allowed: "
                + String.join(", ", action.fields())
                + ")");
      }
    }
    if (action == SegmentAction.MATERIALIZE && !body.hasNonNull("segment")) {
      throw RequestException.invalid("the body needs a segment");
    }
    if (action != SegmentAction.OVERLAP
        && body.hasNonNull("segment") == body.hasNonNull("definition")) {
      throw RequestException.invalid("the body needs either segment or definition");
    }
    if (body.hasNonNull("asOf") && body.hasNonNull("pin")) {
      throw RequestException.invalid("the pin has an asOf of its own; leave out one of them");
    }
    return new SegmentRequest(
        text(body, "segment"),
        Optional.ofNullable(body.get("definition")).filter(node -> !node.isNull()),
        action == SegmentAction.OVERLAP ? names(body.path("segments")) : List.of(),
        text(body, "asOf").map(time -> instant("asOf", time)),
        Optional.ofNullable(body.get("pin"))
            .filter(node -> !node.isNull())
            .map(SegmentRequest::pin),
        limit(body),
        id(body),
        text(body, "table"));
  }

  private static Optional<String> text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw RequestException.invalid(field + " must be a text");
    }
    return Optional.of(value.textValue());
  }

  private static List<String> names(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    node.forEach(each -> names.add(each.asText()));
    if (!node.isArray() || names.size() != node.size() || names.size() < 2 || names.size() > 8) {
      throw RequestException.invalid("segments must be a list of 2 to 8 different names");
    }
    return List.copyOf(names);
  }

  private static OptionalInt limit(JsonNode body) {
    JsonNode value = body.path("limit");
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isInt() || value.intValue() < 1) {
      throw RequestException.invalid("limit must be a whole number above 0");
    }
    return OptionalInt.of(value.intValue());
  }

  /** A key is a text or a number. */
  private static Optional<String> id(JsonNode body) {
    JsonNode value = body.path("id");
    if (value.isIntegralNumber()) {
      return Optional.of(value.asText());
    }
    return text(body, "id");
  }

  private static Pin pin(JsonNode node) {
    Map<String, Long> versions = new TreeMap<>();
    if (!node.isObject() || !node.path("versions").isObject() || node.size() != 2) {
      throw RequestException.invalid("pin must be {asOf, versions}, as an answer had it");
    }
    for (Map.Entry<String, JsonNode> each : List.copyOf(node.get("versions").properties())) {
      if (!each.getValue().isIntegralNumber()
          || !each.getValue().canConvertToLong()
          || each.getValue().longValue() < 0) {
        throw RequestException.invalid("the versions of a pin are whole numbers");
      }
      versions.put(each.getKey(), each.getValue().longValue());
    }
    return new Pin(instant("pin.asOf", node.path("asOf").asText()), versions);
  }

  private static Instant instant(String field, String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
        return time.toInstant().truncatedTo(ChronoUnit.MICROS);
      }
    } catch (DateTimeException e) {
      // Refused below.
    }
    throw RequestException.invalid(
        field + " must be a time with an offset (RFC 3339), from 1900 to 9000");
  }
}
