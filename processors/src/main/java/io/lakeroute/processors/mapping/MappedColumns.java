// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that a mapping reads, and whether a table has them. Thread-safe. */
public final class MappedColumns {

  private static final Set<ColumnType.Kind> PARAMETERS =
      Set.of(
          ColumnType.Kind.MAP,
          ColumnType.Kind.STRUCT,
          ColumnType.Kind.TEXT,
          ColumnType.Kind.VARIANT);

  private final SyncMapping mapping;

  /** By the place in the mapping. */
  private final Map<String, MappedField.Column> columns = new LinkedHashMap<>();

  /** By the place in the mapping, too. */
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private final Set<String> names = new LinkedHashSet<>();

  public MappedColumns(SyncMapping mapping) {
    this.mapping = mapping;
    add("identifier", mapping.identifier());
    mapping.attributes().forEach((name, field) -> add("attributes." + name, field));
    for (int i = 0; i < mapping.events().size(); i++) {
      SyncMapping.Event event = mapping.events().get(i);
      String place = "events[" + i + "].";
      add(place + "type", event.type());
      add(place + "timestamp", event.timestamp());
      event.attributes().forEach((name, field) -> add(place + "attributes." + name, field));
      event.parameters().ifPresent(column -> parameters.put(place + "parameters", column));
    }
    names.addAll(parameters.values());
  }

  private void add(String place, MappedField field) {
    if (field instanceof MappedField.Column column) {
      columns.put(place, column);
      names.add(column.name());
    }
  }

  /** All of them. */
  Set<String> names() {
    return names;
  }

  /** The rows of a batch have the same columns, so this looks into a set and no more. */
  void requireIn(Set<String> present) {
    if (!present.containsAll(names)) {
      List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
      throw new MappingException(
          mapping.file(),
          "reads the column "
              + String.join(", ", missing)
              + ", and the rows have "
              + String.join(", ", present)
              + ". Change the mapping, or the columns that are read");
    }
  }

  /**
   * Refuses a table that lacks a column or, where the mapping has a schema, has one of a type that
   * none of its values could fit.
   *
   * @param structType the columns of the table, as Spark's StructType JSON
   * @throws MappingException naming all that does not fit
   */
  public void require(String structType) {
    Map<String, ColumnType> table = ColumnType.columns(structType);
    requireIn(table.keySet());
    if (mapping.rules().isEmpty()) {
      return;
    }
    List<String> problems = new ArrayList<>();
    columns.forEach((place, column) -> check(place, column, table.get(column.name()), problems));
    parameters.forEach((place, column) -> checkParameters(place, column, table, problems));
    if (!problems.isEmpty()) {
      throw new MappingException(
          mapping.file(),
          String.join("; ", problems) + ". Change the mapping, or read a view that casts them");
    }
  }

  /**
   * Refuses changes that do not show the row before an update: an identifier that changes would
   * leave the old one behind.
   *
   * @throws MappingException with the remedy
   */
  void requireBefore(String structType) {
    if (!ColumnType.columns(structType).containsKey(ChangeMapper.BEFORE)) {
      throw new MappingException(
          mapping.file(),
          "compares the row before an update with the row after it, and the changes do not have the first. Set the option beforeImage=true");
    }
  }

  private static void check(
      String place, MappedField.Column column, ColumnType type, List<String> problems) {
    // An identifier of the user's own may be of any type that has one text.
    FieldType wanted = column.type().orElse(FieldType.STRING);
    if (!wanted.takes(type)) {
      problems.add(
          "the column %s is %s, which %s of the type %s does not take"
              .formatted(column.name(), type.text(), place, wanted.lowerCase()));
    }
  }

  private void checkParameters(
      String place, String column, Map<String, ColumnType> table, List<String> problems) {
    ColumnType type = table.get(column);
    if (!PARAMETERS.contains(type.kind())) {
      problems.add(
          "the column %s is %s, and %s takes MAP, STRUCT or JSON text"
              .formatted(column, type.text(), place));
    }
    SyncMapping.Rules rules = mapping.rules().orElseThrow();
    type.fields()
        .forEach(
            (name, field) -> {
              Optional<SchemaField> known = rules.schema().events().find(name);
              if (known.isEmpty() && rules.undeclared() == Undeclared.FAIL) {
                problems.add(
                    "%s.%s of the column %s is not in the schema: declare it, or set undeclared=drop"
                        .formatted(place, name, column));
              } else if (known.isPresent() && !known.get().type().takes(field)) {
                problems.add(
                    "the field %s of the column %s is %s, which %s of the type %s does not take"
                        .formatted(
                            name, column, field.text(), place, known.get().type().lowerCase()));
              }
            });
  }
}
