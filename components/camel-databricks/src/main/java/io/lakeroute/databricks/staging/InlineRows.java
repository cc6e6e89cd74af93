// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.util.List;

/**
 * Rows that travel in the statement itself, as one parameter. Immutable.
 *
 * @param json an array of the rows, each an array
 */
public record InlineRows(String json) implements BatchRows {

  @Override
  public void prepare() {}

  @Override
  public String relation() {
    return "(SELECT explode(from_json(:rows, 'ARRAY<ARRAY<STRING>>', map('mode', 'FAILFAST'))) AS r)";
  }

  @Override
  public List<StatementParameterListItem> parameters() {
    return List.of(ChangeStatement.parameter("rows", "STRING", json));
  }

  @Override
  public void close() {}

  /** Without values. */
  @Override
  public String toString() {
    return "InlineRows[" + json.length() + " characters]";
  }
}
