// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The latest of several rows of a key. For one statement. */
final class LatestRow extends SourceScan {

  /**
   * All fields are compared: which of two equally late rows counts does not depend on what a
   * statement asks for, so that counts and members agree.
   */
  private final List<BoundModel.Column> fields;

  LatestRow(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    super(alias, source, scope, population);
    fields = source.fields().values().stream().distinct().toList();
  }

  @Override
  Expression value(BoundRule.Operand operand) {
    BoundModel.Column column = ((BoundRule.OfColumn) operand).column();
    return Own.of(alias(), "v", "f" + (fields.indexOf(column) + 1));
  }

  @Override
  Query query() {
    List<Expression> values = new ArrayList<>();
    values.add(new Text("l"));
    values.add(Column.of(ROW, source().latest().orElseThrow().name()));
    for (int i = 0; i < fields.size(); i++) {
      values.add(new Text("f" + (i + 1)));
      values.add(Column.of(ROW, fields.get(i).name()));
    }
    Expression struct = new Call("named_struct", false, values, Optional.empty());
    All rows = new All(keyed());
    return Query.select(
            List.of(Item.as(rowKey(), "k"), Item.as(Call.of("max", struct), "v")), table())
        .joined(keyLists())
        .where(rows)
        .groupedBy(List.of(rowKey()));
  }
}
