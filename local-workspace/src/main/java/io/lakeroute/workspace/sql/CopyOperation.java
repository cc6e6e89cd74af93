// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import org.apache.spark.sql.delta.DeltaOperationMetrics$;
import org.apache.spark.sql.delta.DeltaOperations;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set;

/** A load as a table's history shows it; immutable. */
final class CopyOperation extends DeltaOperations.Operation {

  CopyOperation() {
    super("COPY INTO");
  }

  @Override
  public Map<String, Object> parameters() {
    return Map$.MODULE$.empty();
  }

  @Override
  public Set<String> operationMetrics() {
    return DeltaOperationMetrics$.MODULE$.WRITE();
  }

  @Override
  public boolean checkAddFileWithDeletionVectorStatsAreNotTightBounds() {
    return true;
  }

  @Override
  public Option<Object> isInPlaceFileMetadataUpdate() {
    return Option.apply(false);
  }

  @Override
  public boolean canChangePartitionColumns() {
    return false;
  }
}
