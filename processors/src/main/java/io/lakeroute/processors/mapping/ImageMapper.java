// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps one image of a row and notes all that does not fit. Thread-safe. */
final class ImageMapper {

  private final boolean strict;
  private final MappedValue identifier;
  private final List<MappedValue> attributes;
  private final List<EventMapper> events = new ArrayList<>();

  ImageMapper(SyncMapping mapping) {
    Optional<SyncMapping.Rules> rules = mapping.rules();
    this.strict = rules.isPresent();
    this.identifier =
        new MappedValue(
            "identifier",
            "identifier",
            mapping.identifier(),
            rules.flatMap(SyncMapping.Rules::identifier));
    this.attributes =
        MappedValue.all(
            mapping.attributes(), "attributes.", rules.map(each -> each.schema().attributes()));
    mapping
        .events()
        .forEach(
            event -> events.add(new EventMapper(event, "events[" + events.size() + "].", rules)));
  }

  Image map(Map<String, Object> row) {
    List<Misfit> misfits = new ArrayList<>();
    Set<String> dropped = new LinkedHashSet<>();
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("identifier", identifier.requiredIn(row, strict, misfits));
    if (!attributes.isEmpty()) {
      Map<String, Object> values = new LinkedHashMap<>();
      attributes.forEach(each -> values.put(each.name(), each.in(row, misfits)));
      record.put("attributes", values);
    }
    if (!events.isEmpty()) {
      List<Map<String, Object>> happened = new ArrayList<>(events.size());
      events.forEach(each -> each.map(row, misfits, dropped).ifPresent(happened::add));
      record.put("events", happened);
    }
    return new Image(record, misfits, dropped);
  }

  /**
   * Whom the image is about, as the record would have it where it fits, else as it is: what must
   * leave a target may not have been there, and must leave all the same.
   */
  Optional<Object> whom(Map<String, Object> image) {
    if (identifier.source() instanceof MappedField.Constant constant) {
      return Optional.of(constant.value());
    }
    MappedField.Column column = (MappedField.Column) identifier.source();
    Object value = image.get(column.name());
    return value == null
        ? Optional.empty()
        : column.type().flatMap(type -> type.convert(value)).or(() -> Optional.of(value));
  }
}
