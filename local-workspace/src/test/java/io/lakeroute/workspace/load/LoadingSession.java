// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A Spark session over Delta alone, without the workspace's catalogs: enough for the loaders. */
final class LoadingSession {
  private LoadingSession() {}

  static SparkSession open(Path warehouse) {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .config("spark.sql.warehouse.dir", warehouse.toUri().toString())
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }
}
