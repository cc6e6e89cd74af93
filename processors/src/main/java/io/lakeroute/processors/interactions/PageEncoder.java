// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.interactions.InteractionPage.Interaction;
import io.lakeroute.processors.interactions.InteractionSource.Attribute;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.sql.ColumnKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Writes a page as the JSON of the answer, value by value and without a tree; stateless. */
final class PageEncoder {

  private static final int BYTES_PER_INTERACTION = 256;

  private PageEncoder() {}

  static byte[] encode(String profile, InteractionPage page, Optional<String> next) {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(512 + page.interactions().size() * BYTES_PER_INTERACTION);
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("profile", profile);
      json.writeFieldName("interactions");
      write(json, page);
      if (next.isPresent()) {
        json.writeStringField("next", next.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the interactions as an array. */
  static void write(JsonGenerator json, InteractionPage page) throws IOException {
    json.writeStartArray();
    for (Interaction each : page.interactions()) {
      write(json, each.source(), each.row());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, InteractionSource source, Map<String, Object> row)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("type");
    if (source.mapping().type() instanceof InteractionType.Constant constant) {
      json.writeString(constant.name());
    } else {
      JsonValues.write(json, row.get(source.typeColumn().orElseThrow().name()));
    }
    json.writeFieldName("timestamp");
    JsonValues.writeTimestamp(json, row.get(source.timestamp().name()));
    json.writeStringField("source", source.name());
    json.writeObjectFieldStart("attributes");
    for (Attribute attribute : source.attributes()) {
      json.writeFieldName(attribute.name());
      write(json, attribute.column(), row.get(attribute.column().name()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SourceColumn column, Object value)
      throws IOException {
    if (column.kind() == ColumnKind.VARIANT && value instanceof String text) {
      JsonValues.writeJson(json, text);
    } else {
      JsonValues.write(json, value);
    }
  }
}
