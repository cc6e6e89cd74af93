// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One sub-select of a {@link NaiveStatement}, over one source. For one condition. */
final class NaiveSelect {

  private final SegmentModel.Source source;
  private final NaiveConditions conditions;
  private final List<String> joins = new ArrayList<>();
  private final List<String> where = new ArrayList<>();

  NaiveSelect(SegmentModel.Source source, NaiveConditions conditions) {
    this.source = source;
    this.conditions = conditions;
    where.add("t.`" + source.key() + "` IS NOT NULL");
  }

  SegmentModel.Source source() {
    return source;
  }

  /** A column, whose lookup is joined. */
  String column(String name) {
    SegmentModel.Field field = source.fields().get(name);
    String alias = field.lookup().orElse("t");
    field
        .lookup()
        .map(as -> join(as, source.lookups().get(as)))
        .filter(join -> !joins.contains(join))
        .ifPresent(joins::add);
    return alias + ".`" + field.column() + "`";
  }

  private static String join(String alias, SegmentModel.Lookup lookup) {
    return lookup.on().entrySet().stream()
        .map(on -> "%s.`%s` = t.`%s`".formatted(alias, on.getValue(), on.getKey()))
        .collect(
            Collectors.joining(
                " AND ", "\nLEFT JOIN " + lookup.table().quoted() + " AS " + alias + " ON ", ""));
  }

  NaiveSelect where(String condition) {
    where.add(condition);
    return this;
  }

  void window(Window window) {
    where.addAll(conditions.window(window, "t.`" + source.time().orElseThrow() + "`"));
  }

  String keys() {
    return "SELECT t.`%s` AS k FROM %s AS t%s WHERE %s"
        .formatted(
            source.key(),
            source.table().quoted(),
            String.join("", joins),
            String.join(" AND ", where));
  }

  String having(String condition) {
    return keys() + " GROUP BY t.`" + source.key() + "` HAVING " + condition;
  }
}
