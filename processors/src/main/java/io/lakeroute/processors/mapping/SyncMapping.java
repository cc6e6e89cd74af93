// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How rows of a table become records for a target, as written in one mapping file; immutable.
 *
 * @param file the file it was read from, for messages
 * @param identifier who or what a record is about
 * @param attributes what is known of it, by name
 * @param events what happened to it
 * @param rules what a schema asks of the records, where the mapping names one
 */
public record SyncMapping(
    String file,
    MappedField identifier,
    Map<String, MappedField> attributes,
    List<Event> events,
    Optional<Rules> rules) {

  /**
   * What a schema asks of the records.
   *
   * @param schema with what the mapping declares itself
   * @param identifier the attribute that identifies records; empty for a custom one
   * @param undeclared what becomes of names that the schema does not have
   * @param dropped names of the mapping that are left out, as they are written there
   */
  public record Rules(
      RecordSchema schema,
      Optional<SchemaField> identifier,
      Undeclared undeclared,
      List<String> dropped) {
    public Rules {
      requireNonNull(schema, "schema");
      requireNonNull(identifier, "identifier");
      requireNonNull(undeclared, "undeclared");
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * Something that happened.
   *
   * @param type its kind
   * @param timestamp when it happened
   * @param attributes what is known of it, by name
   * @param parameters a column of type MAP, STRUCT or with a JSON object, whose entries are further
   *     attributes
   */
  public record Event(
      MappedField type,
      MappedField timestamp,
      Map<String, MappedField> attributes,
      Optional<String> parameters) {
    public Event {
      requireNonNull(type, "type");
      requireNonNull(timestamp, "timestamp");
      requireNonNull(parameters, "parameters");
      attributes = ordered(attributes);
    }
  }

  public SyncMapping {
    requireNonNull(file, "file");
    requireNonNull(identifier, "identifier");
    requireNonNull(rules, "rules");
    attributes = ordered(attributes);
    events = List.copyOf(events);
  }

  private static Map<String, MappedField> ordered(Map<String, MappedField> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
