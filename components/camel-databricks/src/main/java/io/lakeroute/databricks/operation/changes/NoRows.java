// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.util.List;

/** What is read where there are no new versions. Immutable. */
record NoRows() implements RowSource {

  @Override
  public List<Column> columns() {
    return List.of();
  }

  @Override
  public Rows read(int maxRows) {
    return Rows.NONE;
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public void close() {}
}
