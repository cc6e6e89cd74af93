// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.request.Materialization;
import io.lakeroute.processors.segment.request.Replacement;
import io.lakeroute.processors.sql.StatementPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The statements that put a segment into a table, one after the other. For one exchange. */
final class TableChanges {

  /** What {@code databricks:execute} leaves. */
  private static final String WRITTEN_ROWS = "CamelDatabricksRowCount";

  private static final String COUNTS = "CamelDatabricks*Rows";

  private final BoundSegments bound;
  private final Materialization question;
  private final Replacement replacement;
  private final Deque<StatementPlan.Planned> statements = new ArrayDeque<>();
  private final long before;

  /** Looks at the table, and refuses one that cannot take the members. */
  private TableChanges(BoundSegments bound, Materialization question) throws Exception {
    this.bound = bound;
    this.question = question;
    Optional<Map<?, ?>> there = there();
    if (there.isPresent()) {
      before = version(there.get());
    } else {
      statements.add(question.create());
      before = 0;
    }
    replacement = question.plan(bound.versions(question.tables(), question.connection()));
    statements.addAll(replacement.statements());
  }

  static void begin(Exchange exchange, BoundSegments bound, Materialization question)
      throws Exception {
    TableChanges changes = new TableChanges(bound, question);
    exchange.setProperty(StatementProperties.CHANGES, changes);
    exchange.setProperty(StatementProperties.CHANGE, true);
    BindStatement.bind(exchange, changes.statements.remove());
  }

  /** The last statement is followed by a query about its effect. */
  void next(Exchange exchange) throws Exception {
    if (!statements.isEmpty()) {
      BindStatement.bind(exchange, statements.remove());
      return;
    }
    Message message = exchange.getMessage();
    Long written = message.getHeader(WRITTEN_ROWS, Long.class);
    message.removeHeaders(COUNTS);
    exchange.removeProperty(StatementProperties.CHANGES);
    exchange.removeProperty(StatementProperties.CHANGE);
    // The pin's versions were there: what fails from here on is about the table.
    PlanSegment.forgetPin(exchange);
    long after = version(bound.version(question.table().name(), question.connection()));
    BindStatement.plan(
        exchange,
        replacement.difference(
            before, after, written == null ? OptionalLong.empty() : OptionalLong.of(written)));
  }

  /** What is known of the table's versions; empty if there is none. */
  private Optional<Map<?, ?>> there() throws Exception {
    try {
      question.requireColumns(
          SegmentSources.columns(
              bound.catalog().columns(question.table().name(), question.connection())));
      return Optional.of(bound.version(question.table().name(), question.connection()));
    } catch (TableCatalog.UnreadableException e) {
      if (e.missing()) {
        return Optional.empty();
      }
      throw e.failure();
    }
  }

  private static long version(Map<?, ?> known) {
    if (known.get("version") instanceof Number version) {
      return version.longValue();
    }
    throw new RequestException(
        ProblemReason.CONFLICT,
        "members are put into Delta tables without row filters and column masks, and the table that"
            + " is there is none");
  }
}
