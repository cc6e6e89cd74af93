// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.QueryTag;
import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.jdbc.SentText;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.QueryTags;
import java.util.List;
import java.util.Optional;

/**
 * Statements for the Statement Execution API, in the name of one connection and flow. Immutable.
 */
public record StatementRequests(ConnectionProfile profile, String warehouseId, String flow) {

  /**
   * A statement in the connection's catalog and schema, with its query tags.
   *
   * @param run sent as query tag, where there is one
   */
  public ExecuteStatementRequest of(
      String sql, List<StatementParameterListItem> parameters, Optional<String> run) {
    return new ExecuteStatementRequest()
        .setWarehouseId(warehouseId)
        .setCatalog(profile.catalog().orElse(null))
        .setSchema(profile.schema().orElse(null))
        .setStatement(SentText.encodable(sql))
        .setParameters(parameters.isEmpty() ? null : parameters)
        .setQueryTags(tags(run));
  }

  private List<QueryTag> tags(Optional<String> run) {
    return QueryTags.of(profile, flow).withRun(run).values().entrySet().stream()
        .map(tag -> new QueryTag().setKey(tag.getKey()).setValue(tag.getValue()))
        .toList();
  }
}
