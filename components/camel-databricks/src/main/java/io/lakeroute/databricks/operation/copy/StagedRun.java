// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.TargetColumn;
import java.util.List;
import java.util.Optional;

/**
 * A run whose rows are all staged. Immutable.
 *
 * @param target where it is published
 * @param runId the run's id
 * @param givenRunId the id as it was given, for query tags
 * @param staging holds the rows; of publish=classic it does not exist
 * @param folder of the objects
 * @param objects names of the objects in the folder
 * @param bytes of the rows in the objects, before compression
 */
record StagedRun(
    CopyTarget target,
    String runId,
    Optional<String> givenRunId,
    StagingTable staging,
    List<TargetColumn> columns,
    String folder,
    List<String> objects,
    long rows,
    long bytes) {

  /** Where publish finds it. */
  static final String PROPERTY = "CamelDatabricksStagedRun";

  StagedRun {
    columns = List.copyOf(columns);
    objects = List.copyOf(objects);
  }

  /** Without values. */
  @Override
  public String toString() {
    return "StagedRun[" + runId + ", " + rows + " rows]";
  }
}
