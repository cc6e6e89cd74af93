package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Checks rows and puts them into one {@link RowBatch}. For one use by one thread. */
final class RowBatchBuilder {

  /**
   * A statement may be 16 MiB long. In the request every quote and backslash of the rows takes two
   * bytes.
   */
  static final int FULL_BYTES = 4 << 20;

  static final int LONGEST_ROW_BYTES = 7 << 20;

  /** Each shape is a case in the statement. */
  private static final int MOST_SHAPES = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final Function<String, TargetColumn> resolver;
  private final Set<String> keys;
  private final long firstRow;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private final Map<String, Integer> positions = new LinkedHashMap<>();
  private final List<TargetColumn> columns = new ArrayList<>();
  private final Map<BitSet, Integer> shapes = new LinkedHashMap<>();
  private int rows;

  /**
   * @param resolver finds the column of a field, or throws
   * @param keys names of columns that must not be null, in small letters
   * @param firstRow position of the first row in the message
   */
  RowBatchBuilder(Function<String, TargetColumn> resolver, Set<String> keys, long firstRow) {
    this.resolver = resolver;
    this.keys = keys;
    this.firstRow = firstRow;
    try {
      this.json = JSON.createGenerator(bytes);
      json.writeStartArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean full(int mostRows) {
    return rows >= mostRows || size() >= FULL_BYTES || shapes.size() >= MOST_SHAPES;
  }

  int rows() {
    return rows;
  }

  private long size() {
    return bytes.size() + (long) json.getOutputBuffered();
  }

  /**
   * Adds a row.
   *
   * @throws DatabricksException INVALID when a value does not fit, naming row and column
   */
  void add(Map<String, ?> row) {
    long number = firstRow + rows + 1;
    Object[] values = new Object[Math.max(columns.size(), row.size())];
    BitSet shape = new BitSet();
    for (Map.Entry<String, ?> field : row.entrySet()) {
      int position = position(field.getKey());
      if (position >= values.length) {
        values = Arrays.copyOf(values, columns.size());
      }
      if (shape.get(position)) {
        throw invalid(number, "has two fields for column '" + columns.get(position).name() + "'");
      }
      shape.set(position);
      values[position] = field.getValue();
    }
    try {
      write(number, shape, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows++;
  }

  private void write(long number, BitSet shape, Object[] values) throws IOException {
    long before = size();
    json.writeStartArray();
    json.writeNumber(shapes.computeIfAbsent(shape, s -> shapes.size()));
    for (int i = 0; i < shape.length(); i++) {
      if (values[i] == null) {
        if (shape.get(i)) {
          checkNull(number, columns.get(i));
        }
        json.writeNull();
      } else {
        json.writeString(text(number, columns.get(i), values[i]));
      }
    }
    json.writeEndArray();
    if (size() - before > LONGEST_ROW_BYTES) {
      throw invalid(
          number,
          "is longer than " + (LONGEST_ROW_BYTES >> 20) + " MiB, more than a statement can carry");
    }
  }

  private void checkNull(long number, TargetColumn column) {
    if (!column.nullable() || keys.contains(column.name().toLowerCase(Locale.ROOT))) {
      throw invalid(
          number,
          "column '"
              + column.name()
              + (column.nullable() ? "' is a key" : "' is NOT NULL")
              + ", and the value is null");
    }
  }

  private static String text(long number, TargetColumn column, Object value) {
    try {
      return column.type().text(value);
    } catch (Misfit misfit) {
      throw invalid(
          number,
          "column '"
              + column.name()
              + "' ("
              + column.type().sql()
              + "): the value"
              + (misfit.path().isEmpty() ? "" : " at " + misfit.path())
              + " "
              + misfit.problem());
    }
  }

  private int position(String field) {
    Integer known = positions.get(field);
    if (known != null) {
      return known;
    }
    TargetColumn column = resolver.apply(field);
    int position = 0;
    while (position < columns.size() && !columns.get(position).name().equals(column.name())) {
      position++;
    }
    if (position == columns.size()) {
      columns.add(column);
    }
    positions.put(field, position);
    return position;
  }

  RowBatch build(boolean last) {
    try {
      json.writeEndArray();
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RowBatch(
        columns,
        new ArrayList<>(shapes.keySet()),
        firstRow,
        rows,
        bytes.toString(StandardCharsets.UTF_8),
        last);
  }

  private static DatabricksException invalid(long row, String problem) {
    return new DatabricksException(
        Reason.INVALID,
        "Row " + row + " cannot be written: " + problem + ". Nothing of its batch was written.");
  }
}
