// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.delivery.http.FormedValue.Misfit;
import io.lakeroute.processors.delivery.http.FormedValue.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes records of rows: fields that are selected, renamed, normalized and hashed, and constants;
 * immutable.
 *
 * @param fields in their order; empty for all columns of a row as they are
 * @param constants the same in every record, instead of a field of that name
 */
public record RecordForm(List<FieldRule> fields, Map<String, String> constants) {

  public RecordForm {
    Map<String, String> kept = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    fields = fields.stream().filter(field -> !kept.containsKey(field.name())).toList();
    constants = kept;
  }

  /** What becomes of a row. */
  sealed interface Formed {
    /** Values by field; a field that a row lacks is not there. */
    record Fields(Map<String, Object> values) implements Formed {}

    /** The row is rejected. */
    record Rejected(RejectReason reason, String field) implements Formed {}
  }

  /** The names of all records, in order; empty where rows are sent as they are. */
  List<String> names() {
    return fields.isEmpty()
        ? List.of()
        : Stream.concat(fields.stream().map(FieldRule::name), constants.keySet().stream()).toList();
  }

  /** Fields whose columns a batch must have. */
  List<FieldRule> expected() {
    return fields.stream().filter(FieldRule::expected).toList();
  }

  Formed form(Map<String, Object> row) {
    return fields.isEmpty() ? all(row) : selected(row);
  }

  private Formed all(Map<String, Object> row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> column : row.entrySet()) {
      Optional<Object> plain = PlainValue.of(column.getValue());
      if (column.getValue() != null && plain.isEmpty()) {
        return new Formed.Rejected(RejectReason.NO_JSON_FORM, column.getKey());
      }
      values.put(column.getKey(), plain.orElse(null));
    }
    values.putAll(constants);
    return new Formed.Fields(values);
  }

  private Formed selected(Map<String, Object> row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FieldRule rule : fields) {
      FormedValue formed = rule.form(row);
      if (formed instanceof Misfit misfit) {
        return new Formed.Rejected(misfit.reason(), misfit.field());
      } else if (formed instanceof Value value) {
        values.put(rule.name(), value.value());
      }
    }
    values.putAll(constants);
    return new Formed.Fields(values);
  }
}
