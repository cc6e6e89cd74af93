// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Query;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** What all parts of one statement share. For one thread. */
final class StatementScope {

  /** Which rows a scan of many rows leaves out; from the smallest scan to the fewest values. */
  enum Narrowing {
    /** Those that no aggregate takes, which binds values twice. */
    ROWS,
    /** Those outside of all windows, which binds two more values. */
    WINDOWS,
    NONE
  }

  private final Pin pin;
  private final List<Object> onlyKeys;
  private final Narrowing narrowing;
  private final Parameters parameters = new Parameters();
  private final Comparisons comparisons;
  private final List<WindowBounds> windows = new ArrayList<>();
  private final Map<String, Integer> aliases = new HashMap<>();

  /**
   * @param onlyKeys the only keys that count; none for all
   * @param narrowing which rows scans of many rows leave out
   */
  StatementScope(Pin pin, List<Object> onlyKeys, Narrowing narrowing) {
    this.pin = pin;
    this.onlyKeys = List.copyOf(onlyKeys);
    this.narrowing = narrowing;
    this.comparisons = new Comparisons(pin.asOf(), parameters);
  }

  Parameters parameters() {
    return parameters;
  }

  Comparisons comparisons() {
    return comparisons;
  }

  List<Object> onlyKeys() {
    return onlyKeys;
  }

  Narrowing narrowing() {
    return narrowing;
  }

  OptionalLong version(String table) {
    Long version = pin.versions().get(table);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  /** A name that the statement does not have yet. */
  String alias(String letter) {
    return letter + aliases.merge(letter, 1, Integer::sum);
  }

  Window.Bounds bounds(Window window, ZoneId zone) {
    Window.Bounds bounds = window.bounds(pin.asOf(), zone);
    WindowBounds found = new WindowBounds(window.path(), bounds.from(), bounds.to());
    if (!windows.contains(found)) {
      windows.add(found);
    }
    return bounds;
  }

  /** The windows that were used so far. */
  List<WindowBounds> windows() {
    return windows;
  }

  /**
   * The condition of a group.
   *
   * @param leaf the condition of a rule that is no group
   */
  Expression group(BoundRule.Group group, Function<BoundRule, Expression> leaf) {
    List<Expression> conditions =
        group.rules().stream()
            .map(
                rule ->
                    rule instanceof BoundRule.Group inner ? group(inner, leaf) : leaf.apply(rule))
            .toList();
    Expression all =
        conditions.size() == 1
            ? conditions.get(0)
            : group.any() ? new Any(conditions) : new All(conditions);
    return group.not() ? Comparisons.not(all) : all;
  }

  /** Joins a long list of values. */
  Expression list(List<Query.Join> joins, Expression compared, Expression json, String type) {
    String alias = alias("v");
    Query values =
        Query.select(
                List.of(
                    Query.Item.as(
                        Call.of("explode", Call.of("from_json", json, new Text(type))), "v")))
            .asDistinct();
    Expression value = Own.of(alias, "v");
    joins.add(
        new Query.Join(
            new Query.Nested(values, alias), new Comparison(value, Comparator.EQUAL, compared)));
    return value;
  }
}
