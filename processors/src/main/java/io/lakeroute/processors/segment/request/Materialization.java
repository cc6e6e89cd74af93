// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.MemberTable;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a segment become the rows of a table. Immutable.
 *
 * @param wanted the pin that the caller named
 * @param asOf the time that relative times count from where there is none
 */
public record Materialization(
    MemberTable table, String connection, Optional<Pin> wanted, Instant asOf)
    implements SegmentQuestion {

  @Override
  public boolean pinned() {
    return wanted.isPresent();
  }

  @Override
  public Map<String, SqlName> tables() {
    return pinned() ? Map.of() : read();
  }

  private Map<String, SqlName> read() {
    return SegmentStatements.tables(table.segment());
  }

  /**
   * Refuses a table that is there and cannot take the members.
   *
   * @param columns that it has
   * @throws RequestException CONFLICT where it has others than the segment returns
   */
  public void requireColumns(TableColumns columns) {
    if (!table.fits(columns)) {
      throw new RequestException(
          ProblemReason.CONFLICT,
          "the table has other columns than the segment returns (%s); name another table, or drop it"
              .formatted(table.described()));
    }
  }

  /** Creates the table. */
  public StatementPlan.Planned create() {
    return SegmentPlan.Query.of(connection, table.create());
  }

  /** The one statement that replaces the rows. */
  @Override
  public Replacement plan(Map<String, Long> versions) {
    Pin pin = wanted.orElseGet(() -> new Pin(asOf, versions));
    Map<String, SqlName> read = read();
    Answers.requireKnown(pin, read.keySet());
    return new Replacement(
        table, SegmentPlan.Query.of(connection, table.replace(pin)), pin, read.keySet());
  }
}
