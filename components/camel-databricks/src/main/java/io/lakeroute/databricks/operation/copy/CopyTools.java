// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.staging.objects.CopySql;
import io.lakeroute.databricks.staging.objects.StagingStore;
import io.lakeroute.databricks.statement.change.ChangeResult;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What both steps of an export work with. Thread-safe.
 *
 * @param queries reads the history of the table
 */
record CopyTools(
    WorkspaceConnection connection,
    CopyTarget target,
    CopySettings settings,
    StagingStore store,
    StagingTables stagings,
    ChangeRunner runner,
    LargeResults queries,
    Workers workers) {

  /** The table as Unity Catalog describes it, if there is one. */
  Optional<TableInfo> table() {
    try {
      return Optional.of(
          new UnityCatalog(connection).table("Cannot read the columns of", target.table()));
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The table after a run that changed nothing. */
  static final String AS_IT_WAS = "The table is as it was.";

  /** Why a run is not published. */
  DatabricksException refused(Reason reason, String runId, String why) {
    return refused(reason, runId, why, AS_IT_WAS);
  }

  /**
   * Why a run is not published.
   *
   * @param state what the run changed in the table nevertheless, as a sentence
   */
  DatabricksException refused(Reason reason, String runId, String why, String state) {
    return new DatabricksException(
        reason, "Cannot export run %s to %s: %s. %s".formatted(runId, target.table(), why, state));
  }

  /**
   * Whether a publish that failed may have published: its reply is lost, or it ran and failed for a
   * reason that does not exclude its commit.
   */
  static boolean mayHavePublished(DatabricksException publish) {
    return publish.getReason() == Reason.OUTCOME_UNKNOWN
        || (publish.getReason() == Reason.UNAVAILABLE && ErrorClassifier.ran(publish));
  }

  /**
   * What a publish fails with that may have happened, where the table cannot be looked at.
   *
   * @param publish how it failed
   * @param look why the table cannot be looked at
   */
  DatabricksException unknown(DatabricksException publish, DatabricksException look) {
    return new DatabricksException(
        Reason.OUTCOME_UNKNOWN,
        publish.getMessage() + " The table cannot be looked at now: " + look.getMessage(),
        publish);
  }

  /**
   * Publishes a run and counts the rows of the table. A cancellation before it is obeyed. One
   * during it is ignored: the record must say what the table holds.
   *
   * @param state of the table until then, as a sentence
   */
  Published unbroken(StagedRun run, String state, Callable<Published> publish) {
    if (Thread.currentThread().isInterrupted()) {
      throw refused(
          Reason.UNAVAILABLE, run.runId(), "it was interrupted before it was published", state);
    }
    return workers.unbroken(publish);
  }

  /** Two audiences whose names differ in - and _ have the same table. */
  void refuseOtherAudience(TableInfo table, String runId) {
    Optional<String> other =
        Optional.ofNullable(table.getProperties())
            .map(properties -> properties.get(PublishSql.AUDIENCE_PROPERTY))
            .filter(name -> settings.audience().filter(own -> !own.equals(name)).isPresent());
    if (other.isPresent()) {
      throw refused(
          Reason.CONFLICT,
          runId,
          "the table is that of audience '%s'. Give one of the two another name, or set the option table"
              .formatted(other.get()));
    }
  }

  /** The statements that publish a run. */
  PublishSql sql(StagedRun run) {
    return new PublishSql(target.table(), run, run.columns(), settings.audience());
  }

  /** Counts the rows of a version of the table; -1 where the answer is gone. */
  long rows(long version, StagedRun run) {
    return run(count(target.table(), version), run.givenRunId()).number("held").orElse(-1L);
  }

  static String count(ObjectName table, long version) {
    return "SELECT count(*) AS held FROM %s VERSION AS OF %s".formatted(table.quoted(), version);
  }

  /** Runs a statement that may be repeated. */
  ChangeResult run(String sql, Optional<String> runId) {
    return runner.run(statement(sql), runId);
  }

  /** Runs the statements that load objects. */
  void copy(CopySql copy, List<String> statements, Optional<String> runId) {
    copy.run(statements, "Cannot export to " + target.table(), runner, runId);
  }

  /** Runs the statement that publishes, once: a second one would be a second commit. */
  void publish(String sql, Optional<String> runId) {
    runner.run(
        new ChangeStatement("Cannot export to " + target.table(), sql, List.of(), false), runId);
  }

  private ChangeStatement statement(String sql) {
    return new ChangeStatement("Cannot export to " + target.table(), sql, List.of(), true);
  }
}
