// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.statement.change.ChangeResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares the staging table with what was sent. Immutable.
 *
 * <p>The count of COPY INTO cannot decide: after a lost reply it reports 0 for rows that are
 * loaded.
 */
record StagedAudit(CopyTools tools, StagedRun run) {

  /**
   * @throws DatabricksException CONFLICT when rows are missing or too many; INVALID when keys are
   *     NULL or not unique
   */
  void check() {
    List<String> keys = tools.settings().keys();
    String sql = "SELECT count(*) AS held";
    if (!keys.isEmpty()) {
      String list = keys.stream().map(ObjectName::quote).collect(Collectors.joining(", "));
      String empty =
          keys.stream()
              .map(key -> ObjectName.quote(key) + " IS NULL")
              .collect(Collectors.joining(" OR "));
      sql += ", count(DISTINCT %s) AS keys, count_if(%s) AS nulls".formatted(list, empty);
    }
    ChangeResult counts =
        tools.run(sql + " FROM " + run.staging().name().quoted(), run.givenRunId());
    long held = counts.number("held").orElse(-1L);
    if (held != run.rows()) {
      throw tools.refused(
          Reason.CONFLICT,
          run.runId(),
          "of %d rows that were sent, %d are in the staging table. Another run of the same export may have deleted the others. Start a new run"
              .formatted(run.rows(), held));
    }
    if (!keys.isEmpty()) {
      long nulls = counts.number("nulls").orElse(0L);
      refuse(nulls, "have no value in the keys " + keys);
      refuse(held - counts.number("keys").orElse(held) - nulls, "repeat the keys " + keys);
    }
  }

  private void refuse(long rows, String problem) {
    if (rows > 0) {
      throw tools.refused(
          Reason.INVALID,
          run.runId(),
          "%d of its %d rows %s. Each row needs keys of its own"
              .formatted(rows, run.rows(), problem));
    }
  }
}
