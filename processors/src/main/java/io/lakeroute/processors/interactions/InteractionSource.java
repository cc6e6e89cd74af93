// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mapping bound to the columns of its real table or view; immutable.
 *
 * @param mapping the mapping as written
 * @param crosswalk the column holding the profile's id
 * @param typeColumn the column holding the type, unless the type is constant
 * @param timestamp the column saying when
 * @param order the sort column, then the key columns: a total order of the source's rows
 * @param attributes the returned attributes in the order of the file
 */
public record InteractionSource(
    InteractionMapping mapping,
    SourceColumn crosswalk,
    Optional<SourceColumn> typeColumn,
    SourceColumn timestamp,
    List<SourceColumn> order,
    List<Attribute> attributes) {

  /** A returned attribute and the column its value comes from. */
  public record Attribute(String name, SourceColumn column) {}

  public InteractionSource {
    order = List.copyOf(order);
    attributes = List.copyOf(attributes);
  }

  /** The unique name. */
  public String name() {
    return mapping.name();
  }

  /** The column that orders interactions, within and across sources. */
  public SourceColumn sort() {
    return order.get(0);
  }

  /** Each column that is read, once; the crosswalk filters in the warehouse and stays there. */
  public List<SqlName> selected() {
    return Stream.of(
            attributes.stream().map(Attribute::column),
            Stream.of(timestamp),
            typeColumn.stream(),
            order.stream())
        .flatMap(columns -> columns)
        .map(SourceColumn::sqlName)
        .distinct()
        .toList();
  }

  /** Where a row stands in the total order. */
  public Position position(Map<String, Object> row) {
    List<Object> values = new ArrayList<>(order.size());
    for (SourceColumn column : order) {
      values.add(row.get(column.name()));
    }
    return new Position(values);
  }
}
