// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes each row as a JSON object, line by line or in one array; decimals exact, moments in ISO
 * 8601, binary in base64. For one result and one thread.
 */
final class JsonEncoder extends RowEncoder {

  private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

  /** What stands before the value of each column: comma or brace, name, colon. */
  private final byte[][] names;

  private final boolean lines;
  private int column;
  private int depth;
  private boolean first = true;

  JsonEncoder(List<Column> columns, Utf8Buffer out, boolean lines) {
    super(out);
    this.lines = lines;
    this.names = new byte[columns.size()][];
    Utf8Buffer name = new Utf8Buffer(64);
    for (int i = 0; i < names.length; i++) {
      name.clear();
      name.put(i == 0 ? '{' : ',');
      string(columns.get(i).name(), name);
      name.put(':');
      names[i] = name.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Writes one value that belongs to no row. */
  void single(Object value) throws IOException {
    depth++;
    value(value);
    depth--;
  }

  @Override
  void begin() {
    if (!lines) {
      out.put('[');
    }
  }

  @Override
  void row(Rows rows, int index) throws IOException {
    if (!lines && !first) {
      out.put(',');
    }
    first = false;
    column = 0;
    if (names.length == 0) {
      out.put('{');
    }
    rows.write(index, this);
    out.put('}');
    if (lines) {
      out.put('\n');
    }
  }

  @Override
  void end() {
    if (!lines) {
      out.put(']');
    }
  }

  @Override
  protected void next() {
    if (depth == 0) {
      out.put(names[column++]);
    }
  }

  @Override
  protected void quote() {
    out.put('"');
  }

  @Override
  public void nothing() {
    next();
    out.put("null");
  }

  @Override
  public void text(String value) {
    next();
    string(value, out);
  }

  @Override
  public void text(byte[] utf8, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = utf8[i];
      if (b < ' ' || b == '"' || b == '\\') { // An escape, or not ASCII.
        text(new String(utf8, offset, length, StandardCharsets.UTF_8));
        return;
      }
    }
    next();
    out.put('"');
    out.put(utf8, offset, length);
    out.put('"');
  }

  private static void string(String value, Utf8Buffer target) {
    target.put('"');
    target.put(ESCAPES.quoteAsUTF8(value));
    target.put('"');
  }

  @Override
  public void list(List<?> values) throws IOException {
    next();
    depth++;
    char before = '[';
    for (Object value : values) {
      out.put(before);
      value(value);
      before = ',';
    }
    out.put(values.isEmpty() ? "[]" : "]");
    depth--;
  }

  @Override
  public void map(Map<?, ?> values) throws IOException {
    next();
    depth++;
    char before = '{';
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      out.put(before);
      string(String.valueOf(entry.getKey()), out);
      out.put(':');
      value(entry.getValue());
      before = ',';
    }
    out.put(values.isEmpty() ? "{}" : "}");
    depth--;
  }
}
