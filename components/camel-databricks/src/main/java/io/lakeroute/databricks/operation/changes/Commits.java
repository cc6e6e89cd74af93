// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.TableHistory;
import io.lakeroute.databricks.run.TableHistory.Commit;
import io.lakeroute.databricks.run.TableProbe;
import java.time.Instant;
import java.util.List;
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

  Commits {
    commits = List.copyOf(commits);
  }

  /**
   * Reads them.
   *
   * @param from the first version that matters; older ones may be there or not
   */
  static Commits since(long from, TableProbe probe, ObjectName table) {
    Commits few = new Commits(TableHistory.latest(probe, table, FEW));
    long wanted = few.latest().version() - from + 1;
    return wanted <= FEW ? few : new Commits(TableHistory.latest(probe, table, wanted + FEW));
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
