// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * Files that a COPY INTO may read. Plans that read other files are refused ({@link PlanBorder}), so
 * these are known by this class, which no statement can name. Immutable.
 *
 * @param files as Spark found them
 */
record CopyRelation(FileIndex files) implements FileIndex {

  /** The same relation, over files that have been checked. */
  static LogicalRelation of(HadoopFsRelation read) {
    var checked =
        new HadoopFsRelation(
            new CopyRelation(read.location()),
            read.partitionSchema(),
            read.dataSchema(),
            read.bucketSpec(),
            read.fileFormat(),
            read.options(),
            read.sparkSession());
    return LogicalRelation$.MODULE$.apply(checked, false);
  }

  @Override
  public Seq<Path> rootPaths() {
    return files.rootPaths();
  }

  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    return files.listFiles(partitionFilters, dataFilters);
  }

  @Override
  public String[] inputFiles() {
    return files.inputFiles();
  }

  @Override
  public void refresh() {
    files.refresh();
  }

  @Override
  public long sizeInBytes() {
    return files.sizeInBytes();
  }

  @Override
  public StructType partitionSchema() {
    return files.partitionSchema();
  }

  @Override
  public Option<Object> metadataOpsTimeNs() {
    return files.metadataOpsTimeNs();
  }
}
