// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which attributes and event parameters a target knows; immutable.
 *
 * @param location where it was read from, for messages
 * @param identifiers attributes that may identify a record, besides custom ones
 * @param attributes those of records
 * @param events those of events
 */
public record RecordSchema(
    String location, List<String> identifiers, Section attributes, Section events) {

  /** An identifier that is none of the schema's attributes. */
  static final String CUSTOM = "custom";

  public RecordSchema {
    requireNonNull(location, "location");
    requireNonNull(attributes, "attributes");
    requireNonNull(events, "events");
    identifiers = List.copyOf(identifiers);
  }

  /**
   * The fields of records, or of events.
   *
   * @param prefix which names may have; empty for none
   * @param fields by name
   */
  public record Section(String prefix, Map<String, SchemaField> fields) {

    public Section {
      requireNonNull(prefix, "prefix");
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The field of that name, of that name behind the prefix, or with that alias. */
    public Optional<SchemaField> find(String name) {
      SchemaField exact = fields.get(name);
      if (exact != null) {
        return Optional.of(exact);
      }
      if (!prefix.isEmpty()
          && name.startsWith(prefix)
          && fields.containsKey(name.substring(prefix.length()))) {
        return Optional.of(fields.get(name.substring(prefix.length())));
      }
      return fields.values().stream().filter(field -> field.aliases().contains(name)).findFirst();
    }

    Section with(Map<String, SchemaField> more) {
      Map<String, SchemaField> all = new LinkedHashMap<>(fields);
      all.putAll(more);
      return new Section(prefix, all);
    }
  }

  RecordSchema with(Map<String, SchemaField> moreAttributes, Map<String, SchemaField> moreEvents) {
    return new RecordSchema(
        location, identifiers, attributes.with(moreAttributes), events.with(moreEvents));
  }
}
