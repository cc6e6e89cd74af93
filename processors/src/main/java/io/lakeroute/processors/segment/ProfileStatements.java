// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.segment.StatementScope.Narrowing;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One statement that returns what is known of some keys: the fields of each source that has one row
 * per key, and whether the key is in each segment. Every source is read for these keys only.
 * Immutable.
 */
public final class ProfileStatements {

  /** Column of the key. */
  public static final String KEY = "k";

  private final BoundModel model;
  private final List<BoundSegment> segments;
  private final List<String> attributes = new ArrayList<>();
  private final List<BoundRule.OfColumn> columns = new ArrayList<>();

  /**
   * @param segments of the model; a limit is not looked at, a sample is
   * @throws DefinitionException where a key has several spellings
   */
  public ProfileStatements(BoundModel model, List<BoundSegment> segments) {
    if (!model.exactKeys()) {
      throw new DefinitionException(
          "/population",
          "has keys with a collation or of a fixed length, which can be written in several ways");
    }
    this.model = model;
    this.segments = List.copyOf(segments);
    model.sources().values().stream()
        .filter(Predicate.not(BoundModel.Source::many))
        .forEach(
            source ->
                source
                    .fields()
                    .forEach(
                        (name, column) -> {
                          attributes.add(source.name() + "." + name);
                          columns.add(new BoundRule.OfColumn(source, column));
                        }));
  }

  /** The attributes, as {@code source.field}, in the order of the model. */
  public List<String> attributes() {
    return List.copyOf(attributes);
  }

  /** The segments, in the order of {@link #membership}. */
  public List<BoundSegment> segments() {
    return segments;
  }

  /** Column of the attribute at that place, from 0. */
  public static String attribute(int index) {
    return "a" + index;
  }

  /** Column of the segment at that place, from 0: TRUE or FALSE. */
  public static String membership(int index) {
    return "m" + index;
  }

  /**
   * Returns a row for each of the keys that is in the population, in any order.
   *
   * @param keys at least one, texts or Longs as the keys of the model are
   * @throws DefinitionException where the segments together bind more values than a statement can
   */
  public Statement of(List<Object> keys, Pin pin) {
    StatementScope scope = new StatementScope(pin, keys, Narrowing.NONE);
    MemberQuery query = new MemberQuery(model, scope);
    List<Item> items = new ArrayList<>();
    items.add(Item.as(query.key(), KEY));
    for (int i = 0; i < columns.size(); i++) {
      items.add(Item.as(query.value(columns.get(i)), attribute(i)));
    }
    for (int i = 0; i < segments.size(); i++) {
      BoundSegment segment = segments.get(i);
      Expression member = query.member(segment.rules());
      Expression drawn =
          new Draw(segment.definition(), scope, query.key())
              .sample()
              .<Expression>map(sample -> new All(List.of(member, sample)))
              .orElse(member);
      items.add(Item.as(Call.of("coalesce", drawn, new Truth(false)), membership(i)));
    }
    Query rows = query.rows(items);
    return Statement.of(rows, scope.parameters());
  }
}
