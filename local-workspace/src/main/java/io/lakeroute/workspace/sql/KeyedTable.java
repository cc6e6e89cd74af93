// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import scala.Option;

/** A Delta table with the keys that are kept beside it; as safe for threads as Delta's. */
final class KeyedTable extends DeltaTableV2 {

  private final Path entry;

  /**
   * @param entry where {@link TableEntry} lies
   */
  KeyedTable(SparkSession spark, org.apache.hadoop.fs.Path data, Path entry) {
    super(
        spark,
        data,
        Option.empty(),
        Option.empty(),
        Option.empty(),
        scala.collection.immutable.Map$.MODULE$.empty());
    this.entry = entry;
  }

  @Override
  public Constraint[] constraints() {
    return TableEntry.read(entry).keys().toArray(Constraint[]::new);
  }
}
