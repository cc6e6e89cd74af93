package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes records of rows as a mapping says. Thread-safe.
 *
 * <p>A record has {@code identifier}, {@code attributes} and {@code events}, as far as the mapping
 * names them, and what the row carries of its own delivery, such as {@code _record_id}.
 */
public final class RecordMapper {

  /** What rows carry beside the columns of their table. */
  private static final List<String> EXTRAS =
      List.of(
          "_record_id",
          "_record_timestamp",
          "_change_type",
          "_commit_version",
          "_commit_timestamp");

  private final SyncMapping mapping;
  private final Set<String> columns = new LinkedHashSet<>();

  public RecordMapper(SyncMapping mapping) {
    this.mapping = mapping;
    read(mapping.identifier());
    mapping.attributes().values().forEach(this::read);
    for (SyncMapping.Event event : mapping.events()) {
      read(event.type());
      read(event.timestamp());
      event.attributes().values().forEach(this::read);
    }
  }

  private void read(MappedField field) {
    if (field instanceof MappedField.Column column) {
      columns.add(column.name());
    }
  }

  /**
   * What became of rows.
   *
   * @param records in the order of their rows
   * @param rejects rows that the mapping does not fit
   */
  public record Mapped(List<Map<String, Object>> records, List<Reject> rejects) {}

  /**
   * A row that does not fit.
   *
   * @param row as it came
   * @param field of the mapping, such as {@code attributes.age}
   * @param problem without a value of the row
   */
  public record Reject(Map<String, Object> row, String field, String problem) {}

  /**
   * Maps rows; one that does not fit is rejected and stops no other.
   *
   * @throws MappingException when the mapping names a column that the rows do not have at all
   */
  public Mapped map(List<Map<String, Object>> rows) {
    List<Map<String, Object>> records = new ArrayList<>(rows.size());
    List<Reject> rejects = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      requireColumns(row);
      try {
        records.add(record(row));
      } catch (MisfitException e) {
        rejects.add(new Reject(row, e.field, e.getMessage()));
      }
    }
    return new Mapped(records, rejects);
  }

  /** The rows of a batch have the same columns, so this looks into a set and no more. */
  private void requireColumns(Map<String, Object> row) {
    if (!row.keySet().containsAll(columns)) {
      List<String> missing = columns.stream().filter(name -> !row.containsKey(name)).toList();
      throw new MappingException(
          mapping.file(),
          "reads the column "
              + String.join(", ", missing)
              + ", and the rows have "
              + String.join(", ", row.keySet())
              + ". Change the mapping, or the columns that are read");
    }
  }

  private Map<String, Object> record(Map<String, Object> row) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(
        "identifier",
        value(mapping.identifier(), "identifier", row)
            .orElseThrow(() -> new MisfitException("identifier", "is NULL")));
    if (!mapping.attributes().isEmpty()) {
      record.put("attributes", values(mapping.attributes(), "attributes.", row));
    }
    if (!mapping.events().isEmpty()) {
      record.put("events", events(row));
    }
    for (String extra : EXTRAS) {
      if (row.containsKey(extra)) {
        record.put(extra, row.get(extra));
      }
    }
    return record;
  }

  private List<Map<String, Object>> events(Map<String, Object> row) {
    List<Map<String, Object>> events = new ArrayList<>(mapping.events().size());
    for (int i = 0; i < mapping.events().size(); i++) {
      SyncMapping.Event event = mapping.events().get(i);
      String place = "events[" + i + "].";
      Optional<Object> type = value(event.type(), place + "type", row);
      Optional<Object> timestamp = value(event.timestamp(), place + "timestamp", row);
      if (type.isEmpty() || timestamp.isEmpty()) {
        continue; // It did not happen to this one.
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("type", type.get());
      values.put("timestamp", timestamp.get());
      if (!event.attributes().isEmpty()) {
        values.put("attributes", values(event.attributes(), place + "attributes.", row));
      }
      events.add(values);
    }
    return events;
  }

  private static Map<String, Object> values(
      Map<String, MappedField> fields, String place, Map<String, Object> row) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach((name, field) -> values.put(name, value(field, place + name, row).orElse(null)));
    return values;
  }

  private static Optional<Object> value(MappedField field, String place, Map<String, Object> row) {
    if (field instanceof MappedField.Constant constant) {
      return Optional.of(constant.value());
    }
    MappedField.Column column = (MappedField.Column) field;
    Object value = row.get(column.name());
    if (value == null || column.type().isEmpty()) {
      return Optional.ofNullable(value);
    }
    FieldType type = column.type().get();
    return Optional.of(
        type.convert(value)
            .orElseThrow(
                () ->
                    new MisfitException(
                        place,
                        "is a %s in column %s that is no %s"
                            .formatted(
                                FieldType.describe(value), column.name(), type.lowerCase()))));
  }

  /** A row does not fit; thrown once for each such row, so it carries no stack. */
  private static final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    MisfitException(String field, String problem) {
      super(problem, null, false, false);
      this.field = field;
    }
  }
}
