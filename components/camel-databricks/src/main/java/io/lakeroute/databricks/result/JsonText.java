package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON text of the lists and maps that operations leave in a body. Stateless. */
public final class JsonText {

  private JsonText() {}

  /**
   * Values as in {@link RecordBatch#toJson()}: decimals exact, moments in ISO 8601, binary in
   * base64.
   *
   * @param value a value of a row, or lists and maps of them; null becomes {@code null}
   */
  public static String of(Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JsonValues.FACTORY.createGenerator(out)) {
      JsonValues.write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
