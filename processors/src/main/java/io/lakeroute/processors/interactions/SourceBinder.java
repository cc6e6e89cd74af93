// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.interactions.InteractionSource.Attribute;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.ColumnKind.Ordered;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Binds a mapping to the columns its table or view really has; one use, one thread. */
final class SourceBinder {

  private final InteractionMapping mapping;
  private final Map<String, SourceColumn> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<SourceColumn> available;

  SourceBinder(InteractionMapping mapping, List<SourceColumn> available) {
    this.mapping = mapping;
    this.available = List.copyOf(available);
    available.forEach(column -> columns.put(column.name(), column));
  }

  InteractionSource bind() {
    if (columns.isEmpty()) {
      throw problem("source " + mapping.source() + " has no columns");
    }
    Optional<SourceColumn> type = Optional.empty();
    if (mapping.type() instanceof InteractionType.FromColumn from) {
      type = Optional.of(column("type", from.column(), Set.of(ColumnKind.TEXT)));
    }
    return new InteractionSource(
        mapping,
        column(
            "crosswalk",
            mapping.crosswalk(),
            Set.of(
                ColumnKind.TEXT, ColumnKind.COLLATED_TEXT, ColumnKind.INTEGER, ColumnKind.DECIMAL)),
        type,
        column(
            "timestamp",
            mapping.timestamp(),
            Set.of(ColumnKind.TIMESTAMP, ColumnKind.TIMESTAMP_NTZ, ColumnKind.DATE)),
        order(),
        attributes());
  }

  private List<SourceColumn> order() {
    Set<SourceColumn> order = new LinkedHashSet<>();
    order.add(orderable("sort", mapping.sort()));
    mapping.key().forEach(column -> order.add(orderable("key", column)));
    return List.copyOf(order);
  }

  private List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>();
    mapping
        .attributes()
        .forEach(
            (name, column) ->
                attributes.add(new Attribute(name, column("attributes." + name, column))));
    return attributes;
  }

  private SourceColumn orderable(String field, String name) {
    SourceColumn column = column(field, name);
    if (column.kind().ordered() == Ordered.NOT) {
      throw problem(
          "field '%s' names column '%s' of type %s, which cannot be ordered by"
              .formatted(field, column.name(), column.type()));
    }
    return column;
  }

  private SourceColumn column(String field, String name, Set<ColumnKind> allowed) {
    SourceColumn column = column(field, name);
    if (!allowed.contains(column.kind())) {
      throw problem(
          "field '%s' names column '%s' of type %s; allowed types: %s"
              .formatted(
                  field,
                  column.name(),
                  column.type().toUpperCase(Locale.ROOT),
                  allowed.stream()
                      .map(SourceBinder::typeName)
                      .sorted()
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    return column;
  }

  private SourceColumn column(String field, String name) {
    SourceColumn column = columns.get(name);
    if (column == null) {
      throw problem(
          "field '%s' names column '%s', which %s does not have (columns: %s)"
              .formatted(
                  field,
                  name,
                  mapping.source(),
                  available.stream().map(SourceColumn::name).collect(Collectors.joining(", "))));
    }
    return column;
  }

  private static String typeName(ColumnKind kind) {
    return switch (kind) {
      case TEXT, COLLATED_TEXT -> "STRING";
      case INTEGER -> "BIGINT and smaller integers";
      default -> kind.name();
    };
  }

  private MappingException problem(String text) {
    return new MappingException(mapping.file(), text);
  }
}
