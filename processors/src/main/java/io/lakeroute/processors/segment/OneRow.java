// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;

/** The only row of a key; the statement fails where there are two. For one statement. */
final class OneRow extends SourceScan {

  private final RowValues values;

  OneRow(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    super(alias, source, scope, population);
    values = new RowValues(ROW, alias, source.name(), scope);
  }

  @Override
  Expression value(BoundRule.Operand operand) {
    return values.field(((BoundRule.OfColumn) operand).column());
  }

  @Override
  Expression condition(BoundRule.Comparison comparison, Comparisons.Lists joined) {
    return values.condition(comparison, population());
  }

  @Override
  Query query() {
    List<Item> items = new ArrayList<>();
    items.add(Item.as(rowKey(), "k"));
    items.addAll(values.items());
    All rows = new All(keyed());
    List<Query.Join> joins = new ArrayList<>(keyLists());
    joins.addAll(values.lists());
    return Query.select(items, table())
        .joined(joins)
        .where(rows)
        .groupedBy(List.of(rowKey()))
        .having(single(source().name()));
  }
}
