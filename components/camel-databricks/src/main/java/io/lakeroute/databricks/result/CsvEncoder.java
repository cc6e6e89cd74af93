// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes rows as CSV (RFC 4180, UTF-8, LF) under a header line; NULL is an empty field, the empty
 * text is {@code ""}, lists and maps are JSON. For one result and one thread.
 */
final class CsvEncoder extends RowEncoder {

  private final List<Column> columns;
  private boolean first = true;

  CsvEncoder(List<Column> columns, Utf8Buffer out) {
    super(out);
    this.columns = columns;
  }

  @Override
  void begin() {
    for (Column column : columns) {
      text(column.name());
    }
    out.put('\n');
  }

  @Override
  void row(Rows rows, int index) throws IOException {
    first = true;
    rows.write(index, this);
    out.put('\n');
  }

  @Override
  void end() {
    // The last line ends as all others do.
  }

  @Override
  protected void next() {
    if (first) {
      first = false;
    } else {
      out.put(',');
    }
  }

  @Override
  protected void quote() {
    // No such text holds a character that would need it.
  }

  @Override
  public void nothing() {
    next();
  }

  @Override
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    wellFormed(utf8, 0, utf8.length);
  }

  @Override
  public void text(byte[] utf8, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (utf8[i] < 0) { // Not ASCII, so perhaps not well-formed.
        text(new String(utf8, offset, length, StandardCharsets.UTF_8));
        return;
      }
    }
    wellFormed(utf8, offset, length);
  }

  private void wellFormed(byte[] utf8, int offset, int length) {
    // Some readers take a line that starts with # for a comment.
    boolean quoted = length == 0 || (first && utf8[offset] == '#');
    next();
    for (int i = offset; !quoted && i < offset + length; i++) {
      byte b = utf8[i];
      quoted = b == ',' || b == '"' || b == '\n' || b == '\r';
    }
    if (!quoted) {
      out.put(utf8, offset, length);
      return;
    }
    out.put('"');
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      if (utf8[i] == '"') {
        out.put(utf8, from, i + 1 - from);
        from = i; // So that the quote comes twice.
      }
    }
    out.put(utf8, from, offset + length - from);
    out.put('"');
  }

  @Override
  public void binary(byte[] value) {
    text(Base64.getEncoder().encodeToString(value)); // Empty bytes are not NULL.
  }

  @Override
  public void list(List<?> values) {
    text(JsonText.of(values));
  }

  @Override
  public void map(Map<?, ?> values) {
    text(JsonText.of(values));
  }
}
