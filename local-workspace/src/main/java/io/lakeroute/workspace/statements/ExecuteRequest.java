// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.sql.Parameter;
import io.lakeroute.workspace.sql.QueryTags;
import io.lakeroute.workspace.sql.Session;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.sql.StatementRequest;
import io.lakeroute.workspace.sql.StatementRequest.Delivery;
import io.lakeroute.workspace.sql.StatementRequest.Disposition;
import io.lakeroute.workspace.sql.StatementRequest.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The body of a request to run a statement, checked as the real service checks it. */
record ExecuteRequest(JsonNode body) {

  static final int INLINE_BYTES = 25 << 20;

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

  /** The driver learns a statement's id, and can cancel it, only after the reply. */
  private static final Duration DRIVER_WAIT = Duration.ofSeconds(1);

  String warehouseId() {
    return body.path("warehouse_id").asText();
  }

  boolean cancelsOnTimeout() {
    return body.path("on_wait_timeout").asText().equals("CANCEL");
  }

  Duration waitTimeout() {
    if (!body.hasNonNull("wait_timeout")) {
      return body.has("session_id") ? DRIVER_WAIT : DEFAULT_WAIT;
    }
    String text = body.get("wait_timeout").asText();
    int seconds = text.matches("\\d{1,2}s") ? Integer.parseInt(text.replace("s", "")) : -1;
    if (seconds != 0 && (seconds < 5 || seconds > 50)) {
      throw ApiException.badRequest(
          "The wait_timeout field must be 0 seconds (disables wait), or between 5 seconds and 50"
              + " seconds.");
    }
    return Duration.ofSeconds(seconds);
  }

  StatementRequest statement(Sessions sessions, Caller caller) {
    String sql = body.path("statement").asText();
    if (sql.isBlank()) {
      throw ApiException.badRequest("The statement field must not be empty.");
    }
    var delivery = delivery();
    var parameters = parameters();
    return new StatementRequest(
        session(sessions, caller), sql, parameters, number("row_limit"), delivery, tags());
  }

  private QueryTags tags() {
    var tags = new LinkedHashMap<String, String>();
    body.path("query_tags")
        .forEach(tag -> tags.put(tag.path("key").asText(), tag.path("value").asText("")));
    return new QueryTags(tags);
  }

  private Session session(Sessions sessions, Caller caller) {
    String catalog = body.path("catalog").asText();
    String schema = body.path("schema").asText();
    if (!body.hasNonNull("session_id")) {
      return sessions.create(caller, catalog, schema, Map.of());
    }
    String id = body.get("session_id").asText();
    return sessions
        .find(caller, id)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "RESOURCE_DOES_NOT_EXIST", "Session " + id + " does not exist."));
  }

  Delivery delivery() {
    var disposition = choice("disposition", Disposition.values()).orElse(Disposition.INLINE);
    if (body.path("format").asText().equals("CSV")) {
      throw ApiException.badRequest("The local workspace has no format CSV.");
    }
    var format = choice("format", Format.values()).orElse(Format.JSON_ARRAY);
    if (disposition == Disposition.INLINE && format != Format.JSON_ARRAY) {
      throw ApiException.badRequest(
          "Incompatible parameters: The format field must be JSON_ARRAY when the disposition field"
              + " is INLINE.");
    }
    var byteLimit = number("byte_limit");
    if (disposition == Disposition.INLINE
        && byteLimit.isPresent()
        && (byteLimit.getAsLong() < 1 || byteLimit.getAsLong() > INLINE_BYTES)) {
      throw ApiException.badRequest("The byte_limit field must be between 1 and " + INLINE_BYTES);
    }
    return new Delivery(disposition, format, byteLimit);
  }

  private OptionalLong number(String field) {
    return body.path(field).isIntegralNumber()
        ? OptionalLong.of(body.get(field).asLong())
        : OptionalLong.empty();
  }

  /** Unknown values are ignored, as live. */
  private <E extends Enum<E>> Optional<E> choice(String field, E[] values) {
    String text = body.path(field).asText();
    return Arrays.stream(values).filter(value -> value.name().equals(text)).findFirst();
  }

  private List<Parameter> parameters() {
    var nodes = new ArrayList<JsonNode>();
    body.path("parameters").forEach(nodes::add);
    Parameter.excess(nodes.size())
        .ifPresent(
            text -> {
              throw new ApiException(400, "BAD_REQUEST", text);
            });
    nodes.sort(Comparator.comparingInt(node -> node.path("ordinal").asInt()));
    return nodes.stream().map(ExecuteRequest::parameter).toList();
  }

  private static Parameter parameter(JsonNode node) {
    return new Parameter(
        node.path("name").asText(""),
        node.hasNonNull("type") ? node.get("type").asText() : "STRING",
        node.hasNonNull("value") ? Optional.of(node.get("value").asText()) : Optional.empty());
  }
}
