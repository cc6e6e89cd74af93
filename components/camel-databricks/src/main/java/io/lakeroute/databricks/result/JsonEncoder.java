package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/**
 * Writes each row as a JSON object, line by line or in one array; decimals exact, moments in ISO
 * 8601, binary in base64. For one result and one thread.
 */
final class JsonEncoder implements RowEncoder {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private final JsonGenerator json;
  private final SerializableString[] names;
  private final boolean lines;

  JsonEncoder(List<Column> columns, OutputStream out, boolean lines) throws IOException {
    this.json = JSON.createGenerator(out);
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
      value(values[i]);
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

  private void value(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Instant instant) {
      json.writeString(MomentText.of(instant));
    } else if (value instanceof LocalDateTime wallClock) {
      json.writeString(MomentText.of(wallClock));
    } else if (value instanceof byte[] binary) {
      json.writeBinary(binary);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  private void list(List<?> list) throws IOException {
    json.writeStartArray();
    for (Object element : list) {
      value(element);
    }
    json.writeEndArray();
  }

  private void map(Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
    json.writeEndObject();
  }
}
