// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.Query.Ordering;
import io.lakeroute.processors.sql.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The most frequent values of a field, for those who write rules; stateless. */
public final class FieldValues {

  private static final int MOST = 100;

  private FieldValues() {}

  /** Returns columns {@code value} and {@code rows}; empty if the model has no such field. */
  public static Optional<Statement> of(BoundModel model, String field) {
    int dot = field.indexOf('.');
    BoundModel.Source source = model.sources().get(field.substring(0, Math.max(dot, 0)));
    BoundModel.Column column =
        source == null ? null : source.fields().get(field.substring(dot + 1));
    if (column == null) {
      return Optional.empty();
    }
    SqlName table =
        column
            .lookup()
            .map(name -> source.lookups().get(name).table())
            .orElse(source.definition().table());
    Expression value = Column.of(SourceScan.ROW, column.name());
    Query query =
        Query.select(
                List.of(Item.as(value, "value"), Item.as(Call.of("count", new Star()), "rows")),
                new Query.Table(table, OptionalLong.empty(), Optional.of(SourceScan.ROW)))
            .where(new IsNull(value, true))
            .groupedBy(List.of(value))
            .orderedBy(
                List.of(
                    new Ordering(new Column(SqlName.column("rows")), true, false),
                    new Ordering(new Column(SqlName.column("value")), false, false)))
            .limited(new Whole(MOST));
    return Optional.of(Statement.of(query, new Parameters()));
  }
}
