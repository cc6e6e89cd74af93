package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.io.NumberOutput;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes rows as CSV (RFC 4180, UTF-8, LF) under a header line; NULL is an empty field, the empty
 * text is {@code ""}, lists and maps are JSON. For one result and one thread.
 */
final class CsvEncoder implements RowEncoder {

  private final List<Column> columns;
  private final CsvWriter csv;
  private final String[] fields;

  CsvEncoder(List<Column> columns, OutputStream out) {
    this.columns = columns;
    this.csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.fields = new String[columns.size()];
  }

  @Override
  public void begin() {
    for (int i = 0; i < fields.length; i++) {
      fields[i] = columns.get(i).name();
    }
    csv.writeRecord(fields);
  }

  @Override
  public void row(Object[] values) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      fields[i] = values[i] == null ? null : text(values[i]);
    }
    csv.writeRecord(fields);
  }

  @Override
  public void end() {
    // The last line ends as all others do.
  }

  @Override
  public void flush() throws IOException {
    csv.flush();
  }

  private static String text(Object value) throws IOException {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Double number) {
      return NumberOutput.toString(
          number, true); // The shortest text, as JSON has it; the JDK's own before 19 is slower.
    }
    if (value instanceof Instant instant) {
      return MomentText.of(instant);
    }
    if (value instanceof LocalDateTime wallClock) {
      return MomentText.of(wallClock);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof byte[] binary) {
      return Base64.getEncoder().encodeToString(binary);
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      return NestedValue.text(value);
    }
    return value.toString();
  }
}
