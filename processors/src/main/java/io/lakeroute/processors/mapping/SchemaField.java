// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says of one attribute or event parameter; immutable.
 *
 * @param name its name in records
 * @param type what its values are turned into without loss
 * @param format of its texts
 * @param personal whether reject lines mask it
 * @param defaultValue taken where the value is NULL or an empty text
 * @param requiredWhen types of events that cannot do without it
 * @param aliases other names for it in mappings and parameters
 */
public record SchemaField(
    String name,
    FieldType type,
    Optional<ValueFormat> format,
    boolean personal,
    Optional<Object> defaultValue,
    Set<String> requiredWhen,
    List<String> aliases) {

  public SchemaField {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(format, "format");
    requireNonNull(defaultValue, "defaultValue");
    requiredWhen = Set.copyOf(requiredWhen);
    aliases = List.copyOf(aliases);
  }

  /** NULL and the empty text: neither is a value where one is required or has a default. */
  static boolean isEmpty(Object value) {
    return value == null || "".equals(value);
  }

  /** The value as the record holds it; empty when it does not fit. */
  Optional<Object> convert(Object value) {
    return type.convert(value)
        .filter(converted -> format.isEmpty() || format.get().matches((String) converted));
  }

  /** What values must be, for messages. */
  String description() {
    return format.map(ValueFormat::description).orElseGet(type::lowerCase);
  }
}
