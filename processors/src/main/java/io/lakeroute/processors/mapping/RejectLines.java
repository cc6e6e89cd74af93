// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the lines that a reject channel gets. Thread-safe.
 *
 * <p>Masked are the identifier, what a schema calls personal, and what is read of the same columns;
 * without a schema, which could say it of others, everything. Columns that the mapping does not
 * read are left out of masked lines.
 */
public final class RejectLines {

  private static final String MASK = "***";

  private final SyncMapping mapping;
  private final RejectValues values;
  private final boolean changes;
  private final Set<String> read;

  /** Columns. */
  private final Set<String> secret = new HashSet<>();

  private final Set<String> secretAttributes = new HashSet<>();
  private final Set<String> secretOfEvents = new HashSet<>();

  /**
   * @param changes whether rows are changes, whose lines say more
   */
  public RejectLines(SyncMapping mapping, RejectValues values, boolean changes) {
    this.mapping = mapping;
    this.values = values;
    this.changes = changes;
    this.read = new MappedColumns(mapping).names();
    mapping.rules().map(SyncMapping.Rules::schema).ifPresentOrElse(this::addColumns, this::addAll);
    addNames(mapping.attributes(), secretAttributes);
    for (SyncMapping.Event event : mapping.events()) {
      addNames(Map.of("type", event.type(), "timestamp", event.timestamp()), secretOfEvents);
      addNames(event.attributes(), secretOfEvents);
    }
  }

  private void addAll() {
    secret.addAll(read);
  }

  private void addColumns(RecordSchema schema) {
    column(mapping.identifier()).ifPresent(secret::add);
    addPersonal(mapping.attributes(), schema.attributes());
    for (SyncMapping.Event event : mapping.events()) {
      addPersonal(event.attributes(), schema.events());
      // Its names may be any, so what is personal in it is not known.
      event.parameters().ifPresent(secret::add);
    }
  }

  /** A column that is secret in one place is so in all. */
  private void addNames(Map<String, MappedField> fields, Set<String> names) {
    fields.forEach(
        (name, field) ->
            column(field).filter(secret::contains).ifPresent(column -> names.add(name)));
  }

  private void addPersonal(Map<String, MappedField> fields, RecordSchema.Section section) {
    fields.forEach(
        (name, field) ->
            section
                .find(name)
                .filter(SchemaField::personal)
                .flatMap(known -> column(field))
                .ifPresent(secret::add));
  }

  private static Optional<String> column(MappedField field) {
    return field instanceof MappedField.Column column
        ? Optional.of(column.name())
        : Optional.empty();
  }

  /** The line, in the order it is written. */
  public Map<String, Object> line(RecordMapper.Reject reject) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("row", row(reject.row()));
    line.putAll(problem(reject.first()));
    if (changes) {
      line.put("record", record(reject.record()));
      line.put("others", reject.misfits().stream().skip(1).map(RejectLines::problem).toList());
      for (String extra : List.of("_record_id", "_change_type", "_commit_version")) {
        line.put(extra, reject.row().get(extra));
      }
    }
    return line;
  }

  private static Map<String, Object> problem(Misfit misfit) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("field", misfit.field());
    problem.put("problem", misfit.problem());
    return problem;
  }

  private Map<String, Object> row(Map<String, Object> row) {
    if (values == RejectValues.KEEP && !changes) {
      return row;
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (secret.contains(column)) {
            shown.put(column, hidden(value));
          } else if (!column.equals(ChangeMapper.BEFORE)
              && (values == RejectValues.KEEP
                  || read.contains(column)
                  || Image.EXTRAS.contains(column))) {
            shown.put(column, value);
          }
        });
    return shown;
  }

  private Map<String, Object> record(Map<String, Object> record) {
    if (values == RejectValues.KEEP) {
      return record;
    }
    Map<String, Object> shown = new LinkedHashMap<>(record);
    shown.replace("identifier", hidden(record.get("identifier")));
    Optional<RecordSchema> schema = mapping.rules().map(SyncMapping.Rules::schema);
    shown.computeIfPresent(
        "attributes",
        (key, fields) -> fields(fields, secretAttributes, schema.map(RecordSchema::attributes)));
    shown.computeIfPresent("events", (key, events) -> events(events, schema));
    return shown;
  }

  private List<Object> events(Object events, Optional<RecordSchema> schema) {
    List<Object> shown = new ArrayList<>();
    for (Object each : (List<?>) events) {
      Map<Object, Object> event = new LinkedHashMap<>((Map<?, ?>) each);
      for (String name : List.of("type", "timestamp")) {
        if (secretOfEvents.contains(name)) {
          event.replace(name, hidden(event.get(name)));
        }
      }
      event.computeIfPresent(
          "attributes",
          (key, fields) -> fields(fields, secretOfEvents, schema.map(RecordSchema::events)));
      shown.add(event);
    }
    return shown;
  }

  private Map<Object, Object> fields(
      Object fields, Set<String> secretNames, Optional<RecordSchema.Section> section) {
    Map<Object, Object> shown = new LinkedHashMap<>((Map<?, ?>) fields);
    shown.replaceAll(
        (name, value) -> {
          boolean known =
              section
                  .flatMap(it -> it.find((String) name))
                  .filter(field -> !field.personal())
                  .isPresent();
          return known && !secretNames.contains(name) ? value : hidden(value);
        });
    return shown;
  }

  /** That a value is NULL is often the problem, and no secret. */
  private Object hidden(Object value) {
    if (value == null || values == RejectValues.KEEP) {
      return value;
    }
    return values == RejectValues.HASH ? "sha256:" + ValueDigest.hex(value) : MASK;
  }
}
