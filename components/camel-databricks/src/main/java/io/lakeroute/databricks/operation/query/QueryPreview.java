// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.run.Reading;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what a run would deliver, in the warehouse where the statement can stand in another. For
 * one thread.
 */
final class QueryPreview {

  private static final Set<String> COUNTABLE = Set.of("SELECT", "WITH", "VALUES", "TABLE", "FROM");
  private static final int PORTION = 1_000;

  private final Preparation preparation;
  private final LargeResults statements;
  private final String runId;

  /**
   * @param runId query tag of the statements
   */
  QueryPreview(Preparation preparation, LargeResults statements, String runId) {
    this.preparation = requireNonNull(preparation, "preparation");
    this.statements = requireNonNull(statements, "statements");
    this.runId = requireNonNull(runId, "runId");
  }

  /**
   * @param resumes whether the run would go on with one that broke off
   */
  RunWork.Preview of(PreparedQuery query, QueryPosition from, boolean resumes) {
    long rows = Reading.of("the number of rows", () -> rows(query));
    long delivered = Math.max(0, rows - from.skip());
    return new RunWork.Preview(
        QueryBatches.range(query),
        resumes,
        new RunRecord.Counts(delivered, delivered, 0, 0, 0, 0),
        // Its values may be anything, so they are not shown.
        List.of(new RunWork.Statement(query.sql(), Map.of())));
  }

  private long rows(PreparedQuery query) throws SQLException, InterruptedException {
    if (!COUNTABLE.contains(query.statement().firstWord())) {
      return counted(query);
    }
    NamedStatement count =
        preparation.statement(
            "SELECT count(*) FROM (" + NamedStatement.withoutEnd(query.sql()) + "\n)");
    try (RowSource source = open(count, query)) {
      return ((Number) source.read(1).value(0, 0)).longValue();
    }
  }

  private long counted(PreparedQuery query) throws SQLException, InterruptedException {
    long count = 0;
    try (RowSource source = open(query.statement(), query)) {
      for (Rows rows = source.read(PORTION); rows.size() > 0; rows = source.read(PORTION)) {
        count += rows.size();
      }
    }
    return count;
  }

  private RowSource open(NamedStatement statement, PreparedQuery query) {
    return statements.open(statement, query.values(), 0, PORTION, Optional.of(runId));
  }
}
