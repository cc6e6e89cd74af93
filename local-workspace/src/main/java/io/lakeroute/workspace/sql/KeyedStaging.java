// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A table that is not there yet, whose keys are kept once it is; for one statement.
 *
 * @param staged as Delta stages it, which can be written
 */
record KeyedStaging(StagedTable staged, Runnable keep) implements StagedTable, SupportsWrite {

  @Override
  public void commitStagedChanges() {
    staged.commitStagedChanges();
    keep.run();
  }

  @Override
  public void abortStagedChanges() {
    staged.abortStagedChanges();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return ((SupportsWrite) staged).newWriteBuilder(info);
  }

  @Override
  public String name() {
    return staged.name();
  }

  @Override
  @SuppressWarnings("deprecation") // what Delta gives its columns as
  public StructType schema() {
    return staged.schema();
  }

  @Override
  public Column[] columns() {
    return staged.columns();
  }

  @Override
  public Transform[] partitioning() {
    return staged.partitioning();
  }

  @Override
  public Map<String, String> properties() {
    return staged.properties();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return staged.capabilities();
  }
}
