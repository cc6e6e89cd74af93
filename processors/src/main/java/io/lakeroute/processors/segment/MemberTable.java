// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Change;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A table for the members of a segment, with a column for all that it returns. Immutable. */
public record MemberTable(SqlName name, BoundSegment segment) {

  /** Column of {@link #difference}: rows at the later version. */
  public static final String ROWS = "rows";

  /** Column of {@link #difference}: keys of the later version only. */
  public static final String ENTERED = "entered";

  /** Column of {@link #difference}: keys of the earlier version only. */
  public static final String LEFT = "left";

  private static final String BEFORE = "b";
  private static final String AFTER = "a";

  private List<Change.Column> columns() {
    List<Change.Column> columns = new ArrayList<>();
    BoundModel.Source population = segment.model().population();
    columns.add(
        new Change.Column(
            SqlName.column(segment.keyColumn()),
            population.definition().keyAsText()
                ? "STRING"
                : ReturnedTypes.of(population.keyType())));
    segment
        .returns()
        .forEach(
            each ->
                columns.add(
                    new Change.Column(
                        SqlName.column(each.name()), ReturnedTypes.of(each.value()))));
    return columns;
  }

  /** Whether a table has its columns and no others, in any order. */
  public boolean fits(TableColumns table) {
    return table.are(columns());
  }

  /** Its columns with their types, for messages. */
  public String described() {
    return columns().stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", "));
  }

  /** Creates the table. */
  public Statement create() {
    return new Statement(new Change.Create(name, columns(), false).sql(), Map.of());
  }

  /** Puts the members at a pin in the place of all rows. */
  public Statement replace(Pin pin) {
    SegmentStatements members = new SegmentStatements(segment, pin);
    return SegmentStatements.statement(
        pin,
        scope ->
            new Change.Overwrite(
                name,
                columns().stream().map(Change.Column::name).toList(),
                members.members(scope, Optional.empty())));
  }

  /** Counts in one row what is in the table at a version, and what came and went since another. */
  public Statement difference(long before, long after) {
    Expression old = Own.of("k", BEFORE);
    Expression now = Own.of("k", AFTER);
    Query keys =
        Query.select(
                List.of(
                    Item.as(Call.of("sum", Own.of("u", BEFORE)), BEFORE),
                    Item.as(Call.of("sum", Own.of("u", AFTER)), AFTER)),
                new Query.Union(List.of(keys(before, 1, 0), keys(after, 0, 1)), "u"))
            // Groups have one NULL, where joins have none.
            .groupedBy(List.of(Own.of("u", "k")));
    return new Statement(
        Query.select(
                List.of(
                    Item.as(Call.of("coalesce", Call.of("sum", now), new Whole(0)), ROWS),
                    Item.as(Call.of("count_if", only(now, old)), ENTERED),
                    Item.as(Call.of("count_if", only(old, now)), LEFT)),
                new Query.Nested(keys, "k"))
            .sql(),
        Map.of());
  }

  private Query keys(long version, long before, long after) {
    return Query.select(
        List.of(
            Item.as(new Column(SqlName.column(segment.keyColumn())), "k"),
            Item.as(new Whole(before), BEFORE),
            Item.as(new Whole(after), AFTER)),
        new Query.Table(name, OptionalLong.of(version), Optional.empty()));
  }

  private static Expression only(Expression here, Expression there) {
    return new All(
        List.of(
            new Comparison(here, Comparator.GREATER, new Whole(0)),
            new Comparison(there, Comparator.EQUAL, new Whole(0))));
  }
}
