package io.lakeroute.processors.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.json.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What went wrong with a request, as callers see it (RFC 9457); immutable.
 *
 * @param reason the machine-readable reason, which implies status and title
 * @param detail what failed and what to do; never SQL, a secret or a row's value
 * @param requestId names the request in our log
 */
public record Problem(ProblemReason reason, String detail, String requestId) {

  /** The media type of {@link #json()}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The problem as a JSON document in UTF-8. */
  public byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", "about:blank");
      json.writeStringField("title", reason.title());
      json.writeNumberField("status", reason.status());
      json.writeStringField("detail", detail);
      json.writeStringField("reason", reason.name());
      json.writeStringField("requestId", requestId);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
