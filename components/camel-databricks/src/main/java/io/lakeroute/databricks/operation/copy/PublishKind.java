// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.run.TableHistory.Commit;

/** The kinds of commits that publish, as the history of a table shows them. */
enum PublishKind {
  /** INSERT OVERWRITE. */
  OVERWRITE("WRITE", "numOutputRows"),
  MERGE("MERGE", "numSourceRows"),
  /** CREATE TABLE and CREATE OR REPLACE TABLE. */
  AS_SELECT("TABLE AS SELECT", "numOutputRows");

  private final String operation;
  private final String rows;

  PublishKind(String operation, String rows) {
    this.operation = operation;
    this.rows = rows;
  }

  /** Whether a commit may have published a run. */
  boolean mayBe(Commit commit) {
    return commit.operation().endsWith(operation);
  }

  /** Whether a commit has published a run of this number of rows, by the metrics that it keeps. */
  boolean is(Commit commit, long sent) {
    return mayBe(commit) && Long.toString(sent).equals(commit.metrics().get(rows));
  }
}
