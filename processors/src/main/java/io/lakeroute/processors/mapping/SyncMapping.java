package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of a table become records for a target, as written in one mapping file; immutable.
 *
 * @param file the file it was read from, for messages
 * @param identifier who or what a record is about
 * @param attributes what is known of it, by name
 * @param events what happened to it
 */
public record SyncMapping(
    String file, MappedField identifier, Map<String, MappedField> attributes, List<Event> events) {

  /**
   * Something that happened, if the row has a type and a time for it.
   *
   * @param type its kind
   * @param timestamp when it happened
   * @param attributes what is known of it, by name
   */
  public record Event(
      MappedField type, MappedField timestamp, Map<String, MappedField> attributes) {
    public Event {
      requireNonNull(type, "type");
      requireNonNull(timestamp, "timestamp");
      attributes = ordered(attributes);
    }
  }

  public SyncMapping {
    requireNonNull(file, "file");
    requireNonNull(identifier, "identifier");
    attributes = ordered(attributes);
    events = List.copyOf(events);
  }

  private static Map<String, MappedField> ordered(Map<String, MappedField> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
