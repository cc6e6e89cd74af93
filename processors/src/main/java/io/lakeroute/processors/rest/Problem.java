// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.json.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What went wrong with a request, as callers see it (RFC 9457); immutable.
 *
 * @param reason the machine-readable reason, which implies status and title
 * @param detail what failed and what to do; never SQL, a secret or a row's value
 * @param requestId names the request in our log
 * @param errors what is wrong at which place of the request, as JSON pointers; may be empty
 */
public record Problem(
    ProblemReason reason, String detail, String requestId, List<PlacedError> errors) {

  /** What is wrong at one place of a request. */
  public record PlacedError(String path, String detail) {}

  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem of the whole request. */
  public Problem(ProblemReason reason, String detail, String requestId) {
    this(reason, detail, requestId, List.of());
  }

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
      if (!errors.isEmpty()) {
        json.writeArrayFieldStart("errors");
        for (PlacedError error : errors) {
          json.writeStartObject();
          json.writeStringField("path", error.path());
          json.writeStringField("detail", error.detail());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
