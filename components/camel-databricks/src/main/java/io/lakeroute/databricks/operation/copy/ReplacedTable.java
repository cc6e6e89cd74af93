// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.SqlText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table that gets other columns, and would lose what is not stated again. Immutable.
 *
 * @param run that is staged
 * @param info the table as Unity Catalog describes it
 */
record ReplacedTable(CopyTools tools, StagedRun run, TableInfo info) {

  /** Fails where the table would lose how its files are laid out. */
  void refuseLosses() {
    if (columns().stream().anyMatch(column -> column.getPartitionIndex() != null)) {
      throw refused("partitioned");
    }
    Map<String, String> detail =
        tools.run("DESCRIBE DETAIL " + tools.target().table().quoted(), run.givenRunId()).row();
    boolean clustered = detail.getOrDefault("clusteringColumns", "[]").matches("(?s).*\\w.*");
    if (clustered || detail.getOrDefault("clusterByAuto", "").equals("true")) {
      throw refused("clustered (CLUSTER BY)");
    }
  }

  private DatabricksException refused(String how) {
    return tools.refused(
        Reason.CONFIGURATION,
        run.runId(),
        "the table is %s, and schemaChange=replace would lose that. Change its columns with ALTER TABLE"
            .formatted(how));
  }

  String statement(PublishSql sql) {
    return sql.createOrReplace(Optional.ofNullable(info.getComment()), properties());
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    if (info.getProperties() != null) {
      info.getProperties()
          .forEach(
              (key, value) -> {
                boolean ofDelta = key.startsWith("delta.");
                boolean derived =
                    key.startsWith("delta.feature.")
                        || key.startsWith("delta.last")
                        || key.startsWith("delta.min")
                        || key.startsWith("delta.columnMapping.max")
                        || key.startsWith("delta.constraints")
                        || key.startsWith("delta.rowTracking.")
                        || key.startsWith("clusteringColumns");
                if (!derived && (ofDelta || !key.startsWith("spark."))) {
                  properties.put(key, value);
                }
              });
    }
    if (tools.settings().columnMapping()) {
      properties.put("delta.columnMapping.mode", "name");
    }
    return properties;
  }

  /** The run is published: what fails from here on makes it short and is not repeated. */
  Published withComments(Published published) {
    try {
      restoreComments();
      return published;
    } catch (DatabricksException e) {
      return published.shortOf("Comments of columns are lost: " + e.getMessage());
    }
  }

  private void restoreComments() {
    for (ColumnInfo column : columns()) {
      boolean stays =
          run.columns().stream().anyMatch(each -> each.name().equalsIgnoreCase(column.getName()));
      if (stays && column.getComment() != null && !column.getComment().isEmpty()) {
        tools.run(
            "ALTER TABLE %s ALTER COLUMN %s COMMENT %s"
                .formatted(
                    tools.target().table().quoted(),
                    ObjectName.quote(column.getName()),
                    SqlText.literal(column.getComment())),
            run.givenRunId());
      }
    }
  }

  private Collection<ColumnInfo> columns() {
    return info.getColumns() == null ? List.of() : info.getColumns();
  }
}
