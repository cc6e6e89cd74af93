// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.ProfileStatements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes profiles as the JSON of answers. Stateless but for the model's name. */
record ProfileEncoder(String model, ProfileStatements statements) {

  /** Where the values of an answer come from. */
  enum Source {
    CACHE("cache"),
    WAREHOUSE("warehouse");

    private final String text;

    Source(String text) {
      this.text = text;
    }
  }

  /** A profile as it is answered. */
  record Answered(Profile profile, Source source) {}

  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  static String text(Writing writing) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
      writing.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return text.toString();
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(bytes)) {
      writing.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** The attributes of a row, by {@code source.field}. */
  String attributes(Map<String, Object> row) {
    return text(
        json -> {
          json.writeStartObject();
          List<String> names = statements.attributes();
          for (int i = 0; i < names.size(); i++) {
            json.writeFieldName(names.get(i));
            JsonValues.write(json, row.get(ProfileStatements.attribute(i)));
          }
          json.writeEndObject();
        });
  }

  /** The segments that a row is in. */
  String segments(Map<String, Object> row) {
    return text(
        json -> {
          json.writeStartArray();
          List<BoundSegment> segments = statements.segments();
          for (int i = 0; i < segments.size(); i++) {
            if (Boolean.TRUE.equals(row.get(ProfileStatements.membership(i)))) {
              json.writeStartObject();
              json.writeStringField("name", segments.get(i).definition().name());
              json.writeNumberField("generation", segments.get(i).definition().generation());
              json.writeEndObject();
            }
          }
          json.writeEndArray();
        });
  }

  /** One profile. */
  byte[] one(Answered answered) {
    return bytes(json -> write(json, answered, true));
  }

  /** Several, without interactions, and the ids that are no profiles. */
  byte[] several(List<Answered> profiles, List<String> notFound) {
    return bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("profiles");
          for (Answered each : profiles) {
            write(json, each, false);
          }
          json.writeEndArray();
          json.writeFieldName("notFound");
          JsonValues.write(json, notFound);
          json.writeEndObject();
        });
  }

  private void write(JsonGenerator json, Answered answered, boolean interactions)
      throws IOException {
    Profile profile = answered.profile();
    json.writeStartObject();
    json.writeStringField("profile", profile.key().toString());
    json.writeStringField("model", model);
    json.writeStringField("asOf", profile.asOf().toString());
    json.writeStringField("source", answered.source().text);
    raw(json, "attributes", profile.attributes());
    raw(json, "segments", profile.segments());
    if (interactions && profile.interactions().isPresent()) {
      raw(json, "interactions", profile.interactions().get());
    }
    json.writeEndObject();
  }

  private static void raw(JsonGenerator json, String name, String value) throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(value);
  }
}
