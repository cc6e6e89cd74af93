// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.file.FieldList.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the columns of a file and writes rows as its lines. For the rows of one file in their
 * order; not thread-safe.
 */
final class FileRows {

  /** The column that says whether a row was added or removed. */
  static final String CHANGE = "_change";

  private final FileFormat format;
  private final FieldList wanted;
  private final boolean changes;
  private List<Field> fields;

  /**
   * @param changes whether the file has the column {@code _change}
   * @param known the names of the columns, from the rows before; empty before the first row
   */
  FileRows(FileFormat format, FieldList wanted, boolean changes, List<String> known) {
    this.format = format;
    this.wanted = wanted;
    this.changes = changes;
    this.fields =
        known.isEmpty() || !wanted.all() ? List.of() : known.stream().map(Field::of).toList();
  }

  /** Notes the columns of a file, before a row with them is written. */
  interface Columns {
    void note(List<String> names) throws IOException;
  }

  /**
   * Writes rows.
   *
   * @param change add or remove, for a file with {@code _change}
   * @return the number of rows
   * @throws InvalidDeliveryException for a row that the file cannot hold as it is
   */
  long write(Iterator<? extends Map<?, ?>> rows, String change, Columns columns, OutputStream out)
      throws IOException {
    long count = 0;
    try (LineWriter lines = LineWriter.of(format, out)) {
      while (rows.hasNext()) {
        Map<?, ?> row = rows.next();
        count++;
        check(row, count);
        if (fields.isEmpty()) {
          fields = choose(row.keySet());
          columns.note(names());
        }
        Set<?> more = more(row, count);
        if (!more.isEmpty()) {
          widen(more);
          columns.note(names());
        }
        lines.write(values(row, change, count));
      }
    }
    return count;
  }

  private List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /**
   * The names of the columns of a file that has no rows.
   *
   * @param schema the columns of the source, empty where they are not known
   */
  static List<String> namesWithoutRows(FieldList wanted, boolean changes, List<String> schema) {
    List<Field> all =
        new ArrayList<>(wanted.all() ? schema.stream().map(Field::of).toList() : wanted.fields());
    if (changes && !all.isEmpty() && !names(all)) {
      all.add(Field.of(CHANGE));
    }
    return all.stream().map(Field::name).toList();
  }

  private static boolean names(List<Field> fields) {
    return fields.stream().anyMatch(field -> field.column().equals(CHANGE));
  }

  private void check(Map<?, ?> row, long number) {
    if (row.isEmpty()) {
      throw new InvalidDeliveryException(
          "Row %d of the message has no columns. Leave it out where the rows come from."
              .formatted(number));
    }
    if (changes && row.containsKey(CHANGE)) {
      throw new InvalidDeliveryException(
          "Row %d of the message has a column '_change' of its own, and the file needs that name for added and removed rows. Give the column another name where the rows come from."
              .formatted(number));
    }
  }

  private List<Field> choose(Set<?> columns) {
    List<Field> chosen = new ArrayList<>(wanted.fields());
    for (Field field : chosen) {
      if (!columns.contains(field.column()) && !(changes && field.column().equals(CHANGE))) {
        throw new IllegalArgumentException(
            "The option fields names '%s', which the rows lack. There are: %s"
                .formatted(field.column(), columns));
      }
    }
    if (wanted.all()) {
      columns.forEach(column -> chosen.add(Field.of(String.valueOf(column))));
    }
    if (changes && !names(chosen)) {
      if (chosen.stream().anyMatch(field -> field.name().equals(CHANGE))) {
        throw new IllegalArgumentException(
            "The option fields gives a column the name '_change', which the file needs for added and removed rows. Give it another name, or rename the other with _change AS.");
      }
      chosen.add(Field.of(CHANGE));
    }
    return chosen;
  }

  /** Columns that a later row has, and the first one had not. */
  private Set<?> more(Map<?, ?> row, long number) {
    if (!wanted.all() || containsAll(row)) {
      return Set.of();
    }
    Map<Object, Object> unknown = new LinkedHashMap<>(row);
    fields.forEach(field -> unknown.remove(field.column()));
    if (format == FileFormat.CSV && !unknown.isEmpty()) {
      throw new InvalidDeliveryException(
          "Row %d of the message has the column '%s', which the first row of the file lacks. Name the columns with fields, or use format=jsonl."
              .formatted(number, unknown.keySet().iterator().next()));
    }
    return unknown.keySet();
  }

  private boolean containsAll(Map<?, ?> row) {
    int found = 0;
    for (Field field : fields) {
      found += row.containsKey(field.column()) ? 1 : 0;
    }
    return found == row.size();
  }

  private void widen(Set<?> columns) {
    List<Field> wider = new ArrayList<>(fields);
    columns.forEach(column -> wider.add(Field.of(String.valueOf(column))));
    fields = wider;
  }

  private Map<String, Object> values(Map<?, ?> row, String change, long number) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : fields) {
      boolean own = changes && field.column().equals(CHANGE);
      if (own || row.containsKey(field.column()) || format == FileFormat.CSV || !wanted.all()) {
        values.put(field.name(), own ? change : value(row.get(field.column()), field, number));
      }
    }
    if (format == FileFormat.CSV && values.size() == 1 && values.containsValue(null)) {
      throw new InvalidDeliveryException(
          "Row %d of the message has NULL in '%s', the only column of the file: its line would be empty, and readers skip such lines. Add another field, or use format=jsonl."
              .formatted(number, values.keySet().iterator().next()));
    }
    return values;
  }

  private static Object value(Object value, Field field, long number) {
    try {
      return FileValue.of(value);
    } catch (FileValue.NoText e) {
      throw new InvalidDeliveryException(
          "Row %d of the message cannot be written to a file: its column '%s' %s. Convert it where the rows come from, or leave the column out with fields."
              .formatted(number, field.column(), e.getMessage()));
    }
  }
}
