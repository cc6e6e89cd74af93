// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.ColumnInfo;
import com.databricks.sdk.service.sql.ExternalLink;
import com.databricks.sdk.service.sql.ResultManifest;
import com.databricks.sdk.service.sql.StatementResponse;
import io.lakeroute.databricks.result.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement that succeeded and whose rows lie in object storage. Immutable.
 *
 * @param connection how texts call the connection
 * @param chunks parts that the rows come in, in their order
 * @param rows all rows there are to fetch
 * @param truncated whether a limit left rows behind
 * @param firstLink to the first chunk, where there is one
 */
record LinkedStatement(
    String connection,
    String id,
    List<Column> columns,
    long chunks,
    long rows,
    boolean truncated,
    Optional<ExternalLink> firstLink) {

  static LinkedStatement of(String connection, StatementResponse statement) {
    ResultManifest manifest = statement.getManifest();
    List<Column> columns = new ArrayList<>();
    if (manifest.getSchema().getColumns() != null) {
      for (ColumnInfo column : manifest.getSchema().getColumns()) {
        columns.add(new Column(column.getName(), column.getTypeText()));
      }
    }
    long chunks = number(manifest.getTotalChunkCount());
    return new LinkedStatement(
        connection,
        statement.getStatementId(),
        Column.distinct(columns),
        chunks,
        number(manifest.getTotalRowCount()),
        Boolean.TRUE.equals(manifest.getTruncated()),
        chunks == 0
            ? Optional.empty()
            : Optional.of(StatementClient.link(statement.getResult(), 0)));
  }

  private static long number(Long value) {
    return value == null ? 0 : value;
  }
}
