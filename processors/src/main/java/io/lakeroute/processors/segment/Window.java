// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.Node;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The time in which rows count, from its begin to just before its end; immutable.
 *
 * @param path its place in the definition
 * @param last the latest units; empty for fixed bounds
 */
public record Window(String path, Optional<Last> last, Optional<Moment> from, Optional<Moment> to) {

  static final List<String> FIELDS = List.of("last", "unit", "whole", "from", "to");

  /** Units of any time span. */
  static final int LONGEST = 100_000;

  /**
   * The latest units.
   *
   * @param whole whether only whole ones count, the last of which is over
   */
  public record Last(int count, CalendarUnit unit, boolean whole) {}

  /** Where a window begins and ends; a bound that is absent does not exist. */
  public record Bounds(Optional<Instant> from, Optional<Instant> to) {}

  static Window read(Node node) {
    node.only(FIELDS);
    if (node.has("last")) {
      if (node.has("from") || node.has("to")) {
        throw node.wrong("has either last and unit, or from and to");
      }
      Last last =
          new Last(
              node.get("last").whole(1, LONGEST),
              node.get("unit").oneOf(CalendarUnit.byName()),
              node.find("whole").map(Node::truth).orElse(false));
      return new Window(node.path(), Optional.of(last), Optional.empty(), Optional.empty());
    }
    if (node.has("unit") || node.has("whole")) {
      throw node.wrong("needs last beside unit");
    }
    if (!node.has("from") && !node.has("to")) {
      throw node.wrong("needs last and unit, or from, or to");
    }
    return new Window(
        node.path(),
        Optional.empty(),
        node.find("from").map(Moment::read),
        node.find("to").map(Moment::read));
  }

  boolean needsZone() {
    return last.map(each -> each.unit() != CalendarUnit.HOUR || each.whole()).orElse(false)
        || from.map(Moment::needsZone).orElse(false)
        || to.map(Moment::needsZone).orElse(false);
  }

  /** The bounds at the time of a request. */
  public Bounds bounds(Instant asOf, ZoneId zone) {
    if (last.isPresent()) {
      Last units = last.get();
      CalendarUnit unit = units.unit();
      Instant end = units.whole() ? unit.startOf(asOf, zone) : asOf;
      Instant begin =
          units.whole()
              ? unit.startBefore(end, units.count(), zone)
              : unit.before(end, units.count(), zone);
      return new Bounds(Optional.of(begin), Optional.of(end));
    }
    return new Bounds(
        from.map(moment -> moment.at(asOf, zone)), to.map(moment -> moment.at(asOf, zone)));
  }
}
