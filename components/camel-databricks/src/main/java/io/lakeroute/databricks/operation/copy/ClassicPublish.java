// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.objects.CopySql;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes a run as it is often done: drops the table, creates it without columns, and loads the
 * objects with inferred types. Readers see the table missing or empty meanwhile. Immutable.
 *
 * @param run whose objects are uploaded
 */
record ClassicPublish(CopyTools tools, StagedRun run) {

  Published publish() {
    String table = tools.target().table().quoted();
    tools.table().ifPresent(info -> tools.refuseOtherAudience(info, run.runId()));
    tools.run("DROP TABLE IF EXISTS " + table, run.givenRunId());
    tools.run("CREATE TABLE IF NOT EXISTS " + table + properties(), run.givenRunId());
    CopySql copy = CopySql.of(tools.store(), run.folder(), run.objects());
    tools.copy(
        copy,
        copy.inferred(tools.settings().format(), tools.target().table(), run.columns()),
        run.givenRunId());
    if (run.objects().isEmpty()) {
      return new Published(Optional.empty(), 0, 0, Map.of(), Optional.empty());
    }
    long rows =
        tools
            .run("SELECT count(*) AS held FROM " + table, run.givenRunId())
            .number("held")
            .orElse(-1L);
    return new Published(
        Optional.empty(),
        0,
        rows,
        Map.of(),
        rows == run.rows()
            ? Optional.empty()
            : Optional.of(
                "%s holds %d rows, and run %s has %d."
                    .formatted(tools.target().table(), rows, run.runId(), run.rows())));
  }

  private String properties() {
    return tools
        .settings()
        .audience()
        .map(
            audience ->
                " TBLPROPERTIES (%s = %s)"
                    .formatted(
                        SqlText.literal(PublishSql.AUDIENCE_PROPERTY), SqlText.literal(audience)))
        .orElse("");
  }
}
