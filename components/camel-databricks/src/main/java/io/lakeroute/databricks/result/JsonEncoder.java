package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes each row as a JSON object, line by line or in one array; decimals exact, moments in ISO
 * 8601, binary in base64. For one result and one thread.
 */
final class JsonEncoder implements RowEncoder {

  private final JsonGenerator json;
  private final SerializableString[] names;
  private final boolean lines;

  JsonEncoder(List<Column> columns, OutputStream out, boolean lines) throws IOException {
    this.json = JsonValues.FACTORY.createGenerator(out);
    this.json.setRootValueSeparator(null);
    this.names =
        columns.stream()
            .map(c -> new SerializedString(c.name()))
            .toArray(SerializableString[]::new);
    this.lines = lines;
  }

  @Override
  public void begin() throws IOException {
    if (!lines) {
      json.writeStartArray();
    }
  }

  @Override
  public void row(Object[] values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < values.length; i++) {
      json.writeFieldName(names[i]);
      JsonValues.write(json, values[i]);
    }
    json.writeEndObject();
    if (lines) {
      json.writeRaw('\n');
    }
  }

  @Override
  public void end() throws IOException {
    if (!lines) {
      json.writeEndArray();
    }
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
