// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /** What one statement writes of rows that are staged, at most. */
  private static final int MOST_STAGED_ROWS = 1_000_000;

  private static final long MOST_STAGED_BYTES = 256L << 20;

  /** Staged rows that are kept until they are passed on. */
  private static final int CHUNK_BYTES = 256 << 10;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator((String) null)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final Function<String, TargetColumn> resolver;
  private final Set<String> keys;
  private final long firstRow;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private final Map<String, Integer> positions = new LinkedHashMap<>();
  private final List<TargetColumn> columns = new ArrayList<>();
  private final Map<BitSet, Integer> shapes = new LinkedHashMap<>();
  private final Optional<Supplier<RowSpool>> spools;
  private Optional<RowSpool> spool = Optional.empty();
  private long passedOn;
  private int rows;

  /**
   * @param resolver finds the column of a field, or throws
   * @param keys names of columns that must not be null, in small letters
   * @param firstRow position of the first row in the message
   * @param spools take rows that are too many for a statement; empty where nothing does
   */
  RowBatchBuilder(
      Function<String, TargetColumn> resolver,
      Set<String> keys,
      long firstRow,
      Optional<Supplier<RowSpool>> spools) {
    this.spools = spools;
    this.resolver = resolver;
    this.keys = keys;
    this.firstRow = firstRow;
    try {
      this.json = JSON.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether another row must not be added. To be asked before each row: where a statement cannot
   * take more rows, this begins to stage them.
   */
  boolean full(int mostRows) {
    if (shapes.size() >= MOST_SHAPES) {
      return true;
    }
    if (spool.isPresent()) {
      if (size() >= CHUNK_BYTES) {
        passOn();
      }
      return rows >= MOST_STAGED_ROWS || passedOn >= MOST_STAGED_BYTES || spool.get().old();
    }
    if (rows < mostRows && size() < FULL_BYTES) {
      return false;
    }
    spool = spools.map(Supplier::get);
    spool.ifPresent(to -> passOn());
    return spool.isEmpty();
  }

  private void passOn() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    passedOn += bytes.size();
    spool.orElseThrow().add(bytes);
    bytes.reset();
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
    json.writeNumber(rows);
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
    json.writeRaw('\n');
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
    spool.ifPresent(
        to -> {
          passOn();
          to.end(rows);
        });
    return new RowBatch(
        columns,
        new ArrayList<>(shapes.keySet()),
        firstRow,
        rows,
        spool.<BatchRows>map(to -> to).orElseGet(this::inline),
        last);
  }

  /** The lines as the elements of one array. */
  private BatchRows inline() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] lines = bytes.toByteArray();
    for (int i = 0; i < lines.length - 1; i++) {
      if (lines[i] == '\n') { // Inside of texts it is escaped.
        lines[i] = ',';
      }
    }
    return new InlineRows(
        "[" + new String(lines, 0, lines.length - 1, StandardCharsets.UTF_8) + "]");
  }

  /** Gives up what was passed on. */
  void abandon() {
    spool.ifPresent(RowSpool::close);
  }

  private static DatabricksException invalid(long row, String problem) {
    return new DatabricksException(
        Reason.INVALID,
        "Row " + row + " cannot be written: " + problem + ". Nothing of its batch was written.");
  }
}
