// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Writes the bodies of requests; immutable.
 *
 * @param body of the request
 * @param record of each record; empty for an object of its fields
 * @param names of the fields, in the order of rows
 * @param parameters of the destination
 */
record BodyForm(
    JsonNode body, Optional<JsonNode> record, List<String> names, Map<String, String> parameters) {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  byte[] write(List<Map<String, Object>> records, String key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      write(json, body, records, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(
      JsonGenerator json, JsonNode node, List<Map<String, Object>> records, String key)
      throws IOException {
    if (node.isObject()) {
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        json.writeFieldName(each.getKey());
        write(json, each.getValue(), records, key);
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      for (JsonNode each : node) {
        write(json, each, records, key);
      }
      json.writeEndArray();
    } else if (node.isTextual()) {
      writeText(json, node.textValue(), records, key);
    } else {
      json.writeTree(node);
    }
  }

  private void writeText(
      JsonGenerator json, String text, List<Map<String, Object>> records, String key)
      throws IOException {
    switch (text) {
      case Placeholders.NAMES -> json.writePOJO(names);
      case Placeholders.KEY -> json.writeString(key);
      case "$rows" -> {
        json.writeStartArray();
        for (Map<String, Object> each : records) {
          json.writeStartArray();
          for (String name : names) {
            json.writePOJO(each.get(name));
          }
          json.writeEndArray();
        }
        json.writeEndArray();
      }
      case "$values" ->
          json.writeString(
              records.stream()
                  .map(each -> (String) each.get(names.get(0)))
                  .collect(Collectors.joining(",")));
      case "$records" -> {
        json.writeStartArray();
        for (Map<String, Object> each : records) {
          writeRecord(json, each);
        }
        json.writeEndArray();
      }
      default -> json.writeString(Placeholders.replace(text, parameters, UnaryOperator.identity()));
    }
  }

  private void writeRecord(JsonGenerator json, Map<String, Object> values) throws IOException {
    if (record.isPresent()) {
      Map<String, Object> others = new LinkedHashMap<>(values);
      Set<String> texts = Placeholders.texts(record.get());
      others.keySet().removeIf(name -> texts.contains("$" + name));
      writePart(json, record.get(), values, others);
    } else {
      json.writePOJO(values);
    }
  }

  private void writePart(
      JsonGenerator json, JsonNode node, Map<String, Object> values, Map<String, Object> others)
      throws IOException {
    if (node.isObject()) {
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        if (!isAbsent(each.getValue(), values)) {
          json.writeFieldName(each.getKey());
          writePart(json, each.getValue(), values, others);
        }
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      for (JsonNode each : node) {
        writePart(json, each, values, others);
      }
      json.writeEndArray();
    } else if (!node.isTextual()) {
      json.writeTree(node);
    } else if (node.textValue().equals(Placeholders.OTHERS)) {
      json.writePOJO(others);
    } else if (node.textValue().startsWith("$")) {
      json.writePOJO(values.get(node.textValue().substring(1)));
    } else {
      json.writeString(
          Placeholders.replace(node.textValue(), parameters, UnaryOperator.identity()));
    }
  }

  private static boolean isAbsent(JsonNode node, Map<String, Object> values) {
    return node.isTextual()
        && node.textValue().startsWith("$")
        && !node.textValue().equals(Placeholders.OTHERS)
        && !values.containsKey(node.textValue().substring(1));
  }
}
