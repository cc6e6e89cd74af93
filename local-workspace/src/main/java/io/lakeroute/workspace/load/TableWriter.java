// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;

/**
 * Writes loaded rows as Delta tables of one schema and says so, a line per table; a table that is
 * there is kept. Safe for use by several threads.
 */
final class TableWriter {
  private final SparkSession spark;
  private final String schema;
  private final Consumer<String> progress;

  TableWriter(SparkSession spark, LoadRequest target, Consumer<String> progress) {
    this.spark = spark;
    this.schema = "`%s`.`%s`".formatted(target.catalog(), target.schema());
    this.progress = progress;
    spark.sql("CREATE SCHEMA IF NOT EXISTS " + schema);
  }

  /** Creates the table of what {@code rows} gives, unless a table of that name exists. */
  void createUnlessThere(String table, Supplier<Dataset<Row>> rows) {
    String name = "%s.`%s`".formatted(schema, table);
    String shown = name.replace("`", "");
    if (spark.catalog().tableExists(name)) {
      progress.accept("kept %s: the table is already there".formatted(shown));
      return;
    }
    long start = System.nanoTime();
    try {
      rows.get().writeTo(name).using("delta").create();
    } catch (TableAlreadyExistsException e) {
      throw new LoadException(
          "Cannot load %s: something else created it meanwhile".formatted(shown), e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.accept(
        String.format(
            Locale.ROOT, "loaded %s: %,d rows in %.1f s", shown, rowsWritten(name), seconds));
  }

  /** From the commit, which is faster than counting and as exact. */
  private long rowsWritten(String name) {
    return Long.parseLong(
        spark
            .sql("DESCRIBE HISTORY " + name + " LIMIT 1")
            .selectExpr("operationMetrics['numOutputRows']")
            .first()
            .getString(0));
  }
}
