// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a record: where it comes from and what it must be. Immutable.
 *
 * @param name in the record
 * @param place in the mapping, for messages
 * @param source where it comes from
 * @param known what a schema says of it
 */
record MappedValue(String name, String place, MappedField source, Optional<SchemaField> known) {

  /** The values of fields of a record or an event, in their order. */
  static List<MappedValue> all(
      Map<String, MappedField> fields, String place, Optional<RecordSchema.Section> section) {
    List<MappedValue> values = new ArrayList<>(fields.size());
    fields.forEach(
        (name, field) ->
            values.add(
                new MappedValue(name, place + name, field, section.flatMap(it -> it.find(name)))));
    return values;
  }

  /** The value in a row, in its type; null where it is NULL or does not fit. */
  Object in(Map<String, Object> row, List<Misfit> misfits) {
    if (source instanceof MappedField.Constant constant) {
      return constant.value();
    }
    MappedField.Column column = (MappedField.Column) source;
    return of(row.get(column.name()), column.name(), column.type(), misfits);
  }

  /**
   * The value in a row that must have it.
   *
   * @param strict whether an empty text is no value
   */
  Object requiredIn(Map<String, Object> row, boolean strict, List<Misfit> misfits) {
    int before = misfits.size();
    Object value = in(row, misfits);
    if (misfits.size() == before && (value == null || (strict && SchemaField.isEmpty(value)))) {
      misfits.add(new Misfit(place, value == null ? "is NULL" : "is empty"));
    }
    return value;
  }

  /**
   * A value that was read.
   *
   * @param column it was read from, for messages
   * @param type that the mapping names, where no schema does
   */
  Object of(Object value, String column, Optional<FieldType> type, List<Misfit> misfits) {
    Optional<Object> byDefault = known.flatMap(SchemaField::defaultValue);
    if (byDefault.isPresent() && SchemaField.isEmpty(value)) {
      return byDefault.get();
    }
    if (value == null || (known.isEmpty() && type.isEmpty())) {
      return value;
    }
    Optional<Object> converted =
        known.isPresent() ? known.get().convert(value) : type.get().convert(value);
    if (converted.isEmpty()) {
      misfits.add(
          new Misfit(
              place,
              "is %s in column %s that is no %s"
                  .formatted(
                      FieldType.describe(value),
                      column,
                      known
                          .map(SchemaField::description)
                          .orElseGet(() -> type.get().lowerCase()))));
    }
    return converted.orElse(null);
  }
}
