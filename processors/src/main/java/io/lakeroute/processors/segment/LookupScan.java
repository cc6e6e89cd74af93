// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The one scan of a lookup in the scan of its source. For one statement. */
final class LookupScan {

  private static final String ROW = "x";

  private final String name;
  private final String alias;
  private final BoundModel.Join lookup;
  private final OptionalLong version;
  private final RowValues values;

  /**
   * @param name of source and lookup, for the error where a key has two rows
   */
  LookupScan(
      String name,
      String alias,
      BoundModel.Join lookup,
      OptionalLong version,
      StatementScope scope) {
    this.name = name;
    this.alias = alias;
    this.lookup = lookup;
    this.version = version;
    this.values = new RowValues(ROW, alias, name, scope);
  }

  /** A column of the joined row. */
  Expression field(BoundModel.Column column) {
    return values.field(column);
  }

  /** Whether the joined row fulfils a comparison; NULL for no. */
  Expression condition(BoundRule.Comparison comparison) {
    return values.condition(comparison, false);
  }

  /** At most one row joins each row of the source; where there were two, the statement fails. */
  Query.Join join() {
    List<Item> items = new ArrayList<>();
    List<Expression> keys = new ArrayList<>();
    List<Expression> known = new ArrayList<>();
    List<Expression> on = new ArrayList<>();
    for (int i = 0; i < lookup.columns().size(); i++) {
      Expression key = Column.of(ROW, lookup.columns().get(i));
      String name = "j" + (i + 1);
      keys.add(key);
      known.add(new IsNull(key, true));
      items.add(Item.as(key, name));
      on.add(
          new Comparison(
              Own.of(alias, name),
              Comparator.EQUAL,
              Column.of(SourceScan.ROW, lookup.sourceColumns().get(i))));
    }
    items.addAll(values.items());
    Query query =
        Query.select(items, new Query.Table(lookup.table(), version, Optional.of(ROW)))
            .joined(values.lists())
            .where(new All(known))
            .groupedBy(keys)
            .having(SourceScan.single(name));
    return new Query.Join(new Query.Nested(query, alias), new All(on));
  }
}
