package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.run.Reading;
import io.lakeroute.databricks.run.TableProbe;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The latest commits of a table. Immutable.
 *
 * @param commits the latest first; at least one
 */
record Commits(List<Commit> commits) {

  /** Commits of a day at one a quarter of an hour. */
  private static final long FEW = 100;

  /** From these on, columns have other names or are fewer. */
  private static final Set<String> SPLITS = Set.of("RENAME COLUMN", "DROP COLUMNS");

  /** Parts of the names of operations that may bring a table of other columns. */
  private static final Set<String> REWRITES = Set.of("REPLACE TABLE", "CLONE", "RESTORE");

  /** One commit of the table's history. */
  record Commit(long version, Instant at, String operation) {}

  Commits {
    commits = List.copyOf(commits);
  }

  /**
   * Reads them.
   *
   * @param from the first version that matters; older ones may be there or not
   */
  static Commits since(long from, TableProbe probe, ObjectName table) {
    Commits few = new Commits(read(probe, table, FEW));
    long wanted = few.latest().version() - from + 1;
    return wanted <= FEW ? few : new Commits(read(probe, table, wanted + FEW));
  }

  private static List<Commit> read(TableProbe probe, ObjectName table, long limit) {
    return Reading.of("the history of " + table, () -> commits(probe, table, limit));
  }

  private static List<Commit> commits(TableProbe probe, ObjectName table, long limit)
      throws SQLException, InterruptedException {
    List<Commit> commits = new ArrayList<>();
    String sql = "DESCRIBE HISTORY " + table.quoted() + " LIMIT " + limit;
    try (RowSource source = probe.open(sql, Map.of(), 0, (int) FEW)) {
      List<String> names = source.columns().stream().map(Column::name).toList();
      int version = names.indexOf("version");
      int at = names.indexOf("timestamp");
      int operation = names.indexOf("operation");
      for (Rows rows = source.read(1_000); rows.size() > 0; rows = source.read(1_000)) {
        for (int i = 0; i < rows.size(); i++) {
          commits.add(
              new Commit(
                  ((Number) rows.value(i, version)).longValue(),
                  (Instant) rows.value(i, at),
                  String.valueOf(rows.value(i, operation))));
        }
      }
    }
    return commits;
  }

  Commit latest() {
    return commits.get(0);
  }

  /** When a version was committed; the latest time there is where the history is shorter. */
  Instant at(long version) {
    return commits.stream()
        .filter(commit -> commit.version() == version)
        .findFirst()
        .orElse(latest())
        .at();
  }

  /** The last version that one statement can read from there: before columns are renamed. */
  long readable(long from, long until) {
    return commits.stream()
        .filter(commit -> SPLITS.contains(commit.operation()))
        .mapToLong(Commit::version)
        .filter(version -> version > from && version <= until)
        .map(version -> version - 1)
        .min()
        .orElse(until);
  }

  /** Whether a version may have replaced the table and its columns with it. */
  boolean rewrites(long version) {
    return commits.stream()
        .filter(commit -> commit.version() == version)
        .anyMatch(commit -> REWRITES.stream().anyMatch(commit.operation()::contains));
  }
}
