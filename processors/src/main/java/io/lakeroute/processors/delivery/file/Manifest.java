// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.json.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * What is delivered behind a file, and says that the file is whole. Immutable.
 *
 * @param runId the run whose rows the file has
 * @param arm the arm of a journey; empty for none
 * @param path the path of the file below the endpoint
 * @param columns names of the columns in their order; for JSON lines without the option fields, all
 *     that a row has
 * @param startedAt when the first batch came
 * @param publishedAt when the file had arrived
 */
public record Manifest(
    String runId,
    String arm,
    String path,
    FileFormat format,
    FileCompression compression,
    List<String> columns,
    DeliveredFile file,
    Instant startedAt,
    Instant publishedAt) {

  private static final String EXTENSION = ".manifest.json";

  public Manifest {
    columns = List.copyOf(columns);
  }

  /** The path of a file's manifest. */
  public static String pathOf(String file) {
    return file + EXTENSION;
  }

  /** JSON with a line for each field, and the name of the file without folders. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("runId", runId);
      if (!arm.isEmpty()) {
        json.writeStringField("arm", arm);
      }
      json.writeStringField("file", path.substring(path.lastIndexOf('/') + 1));
      json.writeStringField("format", format.word());
      json.writeStringField("compression", compression.word());
      json.writeFieldName("columns");
      json.writeArray(columns.toArray(String[]::new), 0, columns.size());
      json.writeNumberField("rows", file.rows());
      json.writeNumberField("bytes", file.bytes());
      json.writeStringField("sha256", file.sha256());
      json.writeStringField("startedAt", startedAt.toString());
      json.writeStringField("publishedAt", publishedAt.toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}
