// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows to which queries of a WITH clause add columns, one after the other. Queries in parentheses
 * would do the same, but parsers read what is in them again and again. For one statement.
 */
final class ColumnSteps {

  private static final String STEP = "m";

  private final List<Query.Named> with;
  private int steps;

  ColumnSteps(Query rows) {
    with = new ArrayList<>(rows.with());
    step(rows.with(List.of()));
  }

  /** Adds columns that are made of those before. */
  void add(List<Item> columns) {
    List<Item> items = new ArrayList<>(List.of(Item.of(new Star())));
    items.addAll(columns);
    step(Query.select(items, last()));
  }

  /** Returns what is made of all columns. */
  Query select(List<Item> items) {
    return Query.select(items, last()).with(with);
  }

  private void step(Query query) {
    with.add(new Query.Named(STEP + ++steps, query));
  }

  private Query.From last() {
    return new Query.Reference(STEP + steps);
  }
}
