// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A rule bound to columns and to values of their types; immutable. */
sealed interface BoundRule {

  /** Its place in the definition, as a JSON pointer. */
  String path();

  /** Several rules; see {@link Rule.Group}. */
  record Group(String path, boolean any, boolean not, List<BoundRule> rules) implements BoundRule {
    public Group {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A comparison.
   *
   * @param values none for tests of NULL, two for a range, any number for a list, otherwise one
   */
  record Comparison(String path, Operand operand, Operator operator, List<BoundValue> values)
      implements BoundRule {
    public Comparison {
      values = List.copyOf(values);
    }
  }

  /**
   * How many rows match.
   *
   * @param total all rows that could; for {@code all} only
   */
  record Matching(String path, Rows rows, Optional<Rows> total, MatchMode mode, int threshold)
      implements BoundRule {}

  /** Whether a key is in another segment, whose rules stand in the place of this one. */
  record Member(String path, boolean negated, BoundSegment segment) implements BoundRule {}

  /** What is compared. */
  sealed interface Operand {
    BoundModel.Source source();

    DataType type();
  }

  /** A column of a row. */
  record OfColumn(BoundModel.Source source, BoundModel.Column column) implements Operand {
    @Override
    public DataType type() {
      return column.type();
    }
  }

  /** What is made of many rows. */
  record OfRows(Rows rows) implements Operand {
    @Override
    public BoundModel.Source source() {
      return rows.source();
    }

    @Override
    public DataType type() {
      return rows.of()
          .map(column -> column.type().aggregated(rows.aggregate()))
          .orElse(DataType.WHOLE);
    }
  }

  /**
   * What is made of the many rows of a key; see {@link Rule.Rows}.
   *
   * @param zone of the window
   */
  record Rows(
      String path,
      BoundModel.Source source,
      Aggregate aggregate,
      Optional<BoundModel.Column> of,
      Optional<Group> where,
      Optional<Window> window,
      ZoneId zone) {}
}
