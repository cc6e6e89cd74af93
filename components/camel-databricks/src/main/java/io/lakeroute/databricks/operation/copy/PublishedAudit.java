// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.run.TableHistory.Commit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares the table with the run that was published. Immutable.
 *
 * @param run that is published
 * @param kind of the commit that published it
 */
record PublishedAudit(CopyTools tools, StagedRun run, PublishKind kind) {

  /**
   * What the table holds now.
   *
   * @param before the version before the publish, or -1
   * @param rowsBefore rows of that version
   */
  Published of(long before, long rowsBefore, Map<String, Long> difference) {
    try {
      return counted(before, rowsBefore, difference);
    } catch (DatabricksException e) {
      // The run is published: a failure would have it published again.
      return new Published(
          Optional.empty(),
          rowsBefore,
          -1,
          difference,
          Optional.of(
              "Run %s is published to %s, and what the table holds could not be counted: %s"
                  .formatted(run.runId(), tools.target().table(), e.getMessage())));
    }
  }

  private Published counted(long before, long rowsBefore, Map<String, Long> difference) {
    TargetState state = TargetState.of(tools, run);
    List<Commit> commits = state.since(before);
    long version = commits.isEmpty() ? state.version() : commits.get(0).version();
    long rows = tools.rows(version, run);
    return new Published(
        Optional.of(version), rowsBefore, rows, difference, shortfall(commits, version, rows));
  }

  /** A merge that changes nothing commits nothing. */
  private Optional<String> shortfall(List<Commit> commits, long version, long rows) {
    if (commits.size() > 1 || !commits.stream().allMatch(kind::mayBe)) {
      return Optional.of(
          "Another writer changed %s while run %s was published: versions %s. The table may not hold this run."
              .formatted(
                  tools.target().table(),
                  run.runId(),
                  commits.stream()
                      .map(commit -> commit.version() + " (" + commit.operation() + ")")
                      .collect(Collectors.joining(", "))));
    }
    return rows == run.rows()
        ? Optional.empty()
        : Optional.of(
            "%s holds %d rows in version %d, and run %s has %d."
                .formatted(tools.target().table(), rows, version, run.runId(), run.rows()));
  }
}
