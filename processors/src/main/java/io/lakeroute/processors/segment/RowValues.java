// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is taken of the only row of each key: fields, and conditions on them. Conditions are worked
 * out where the row is read, because engines group and join truths faster than texts. For one
 * statement.
 */
final class RowValues {

  private final String row;
  private final String alias;
  private final String source;
  private final StatementScope scope;
  private final List<String> fields = new ArrayList<>();
  private final List<Expression> conditions = new ArrayList<>();
  private final List<Query.Join> lists = new ArrayList<>();

  /**
   * @param row the alias of a row that is read
   * @param alias of the rows once they are joined
   * @param source for the error where a key has two rows
   */
  RowValues(String row, String alias, String source, StatementScope scope) {
    this.row = row;
    this.alias = alias;
    this.source = source;
    this.scope = scope;
  }

  /** A field of the joined row. */
  Expression field(BoundModel.Column column) {
    if (!fields.contains(column.name())) {
      fields.add(column.name());
    }
    return Own.of(alias, "v", "f" + (fields.indexOf(column.name()) + 1));
  }

  /**
   * Whether the joined row fulfils a comparison of a column; NULL for no.
   *
   * @param always whether each key has a row; otherwise all fields of a missing one are NULL
   */
  Expression condition(BoundRule.Comparison comparison, boolean always) {
    conditions.add(
        scope
            .comparisons()
            .of(
                comparison,
                Column.of(row, ((BoundRule.OfColumn) comparison.operand()).column().name()),
                (compared, json, type) -> scope.list(lists, compared, json, type)));
    Expression truth = Own.of(alias, "v", "c" + conditions.size());
    return !always && comparison.operator().holdsForNull()
        ? Call.of("coalesce", truth, new Truth(true))
        : truth;
  }

  /**
   * All that was asked for, of the rows of a group, which must be one row: the value checks that.
   * Where only HAVING did, engines would test the conditions first, and one of two rows could drop
   * its group.
   */
  List<Item> items() {
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      add(values, "f" + (i + 1), Column.of(row, fields.get(i)));
    }
    for (int i = 0; i < conditions.size(); i++) {
      add(values, "c" + (i + 1), conditions.get(i));
    }
    if (values.isEmpty()) {
      return List.of();
    }
    Expression struct = new Call("named_struct", false, values, Optional.empty());
    return List.of(Item.as(SourceScan.ofSingle(struct, source), "v"));
  }

  private static void add(List<Expression> values, String name, Expression value) {
    values.add(new Text(name));
    values.add(Call.of("any_value", value));
  }

  /** The lists that conditions compare with, to be joined to the rows. */
  List<Query.Join> lists() {
    return lists;
  }
}
