// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;

/** Statements about several segments of one model in one scan; stateless. */
public final class TruthStatements {

  /** Column of the key of {@link #truths}. */
  public static final String KEY = "k";

  private TruthStatements() {}

  /** Column of {@link #truths} for the segment at that place, from 0. */
  public static String column(int index) {
    return "m" + (index + 1);
  }

  /**
   * Returns each key of the population once, in any order, with TRUE or FALSE for each segment:
   * whether it is a member, before limit and sample.
   *
   * @param segments at least one
   * @throws DefinitionException when the segments together bind more values than drivers can
   */
  public static Statement truths(List<BoundSegment> segments, Pin pin) {
    BoundModel model = sameModel(segments);
    return SegmentStatements.statement(pin, scope -> rows(segments, model, scope));
  }

  /**
   * Counts the keys of the population by the segments they are in: columns as {@link #truths} has
   * them, and {@code count}.
   *
   * @param segments of one model, at least one
   */
  public static Statement overlap(List<BoundSegment> segments, Pin pin) {
    BoundModel model = sameModel(segments);
    return SegmentStatements.statement(
        pin,
        scope -> {
          Query rows = rows(segments, model, scope);
          List<Expression> truths = new ArrayList<>();
          List<Item> items = new ArrayList<>();
          for (int i = 0; i < segments.size(); i++) {
            truths.add(Expression.Own.of("m", column(i)));
            items.add(Item.as(truths.get(i), column(i)));
          }
          items.add(Item.as(Call.of("count", new Expression.Star()), SegmentStatements.COUNT));
          return Query.select(items, new Query.Nested(rows.with(List.of()), "m"))
              .with(rows.with())
              .groupedBy(truths);
        });
  }

  private static BoundModel sameModel(List<BoundSegment> segments) {
    BoundModel model = segments.get(0).model();
    for (BoundSegment segment : segments) {
      if (!segment.model().equals(model)) {
        throw new DefinitionException(
            "/model", "is not the model " + model.model().name() + " of the other segments");
      }
    }
    return model;
  }

  private static Query rows(List<BoundSegment> segments, BoundModel model, StatementScope scope) {
    MemberQuery query = new MemberQuery(model, scope);
    List<Item> items = new ArrayList<>();
    items.add(Item.as(query.key(), KEY));
    for (BoundSegment segment : segments) {
      Expression member = query.member(segment.rules());
      items.add(Item.as(Call.of("coalesce", member, new Truth(false)), column(items.size() - 1)));
    }
    return query.rows(items);
  }
}
