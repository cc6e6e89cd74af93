// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.CommandResultExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a query and keeps its rows: few of them by a plain collect, others through spool files;
 * stateless.
 */
final class ResultWriter {

  /** Up to so many rows Spark's own collect is quicker than a job that writes files. */
  private static final int FEW_ROWS = 5_000;

  private ResultWriter() {}

  static Result write(Dataset<Row> query, OptionalLong rowLimit, Path folder) throws IOException {
    StructType schema = query.schema();
    StructType encoded = ArrowSchemas.encoded(schema);
    String timeZone = query.sparkSession().conf().get("spark.sql.session.timeZone");
    var limited = limit(texts(query, schema), rowLimit);
    var spool = new PartitionSpool(encoded, timeZone, folder.toString());
    List<Batch> batches = schema.isEmpty() ? List.of() : batches(limited, spool);
    long rows = batches.stream().mapToLong(Batch::rows).sum();
    boolean truncated = rowLimit.isPresent() && rows > rowLimit.getAsLong();
    return new Result(
        schema,
        encoded,
        ArrowSchemas.message(schema, encoded, timeZone),
        timeZone,
        truncated ? withoutLastRow(batches, spool) : List.copyOf(batches),
        truncated,
        Optional.of(folder));
  }

  /** One row more than asked for shows that there were more. */
  private static Dataset<Row> limit(Dataset<Row> query, OptionalLong rowLimit) {
    return rowLimit.isPresent() && rowLimit.getAsLong() < Integer.MAX_VALUE
        ? query.limit((int) rowLimit.getAsLong() + 1)
        : query;
  }

  private static Dataset<Row> texts(Dataset<Row> query, StructType schema) {
    var fields = schema.fields();
    if (Arrays.stream(fields).noneMatch(field -> TextTypes.within(field.dataType()))) {
      return query;
    }
    String[] names =
        IntStream.range(0, fields.length).mapToObj(i -> "c" + i).toArray(String[]::new);
    String[] columns = names.clone();
    for (int i = 0; i < fields.length; i++) {
      if (TextTypes.within(fields[i].dataType())) {
        String text = TextTypes.expression(fields[i].dataType(), names[i]);
        columns[i] = text + " AS " + names[i];
      }
    }
    return query.toDF(names).selectExpr(columns);
  }

  private static List<Batch> batches(Dataset<Row> query, PartitionSpool spool) throws IOException {
    SparkPlan plan = query.queryExecution().executedPlan();
    var maxRows = query.queryExecution().optimizedPlan().maxRows();
    boolean few = maxRows.isDefined() && (Long) maxRows.get() <= FEW_ROWS;
    if (few || plan instanceof CommandResultExec) {
      return spool.write(0, Arrays.asList(plan.executeCollect()).iterator());
    }
    return plan.execute().toJavaRDD().mapPartitionsWithIndex(spool, true).collect();
  }

  private static List<Batch> withoutLastRow(List<Batch> batches, PartitionSpool spool)
      throws IOException {
    var kept = new ArrayList<>(batches.subList(0, batches.size() - 1));
    var last = batches.get(batches.size() - 1);
    var rows = new BatchRows(List.of(last), spool.schema(), spool.timeZone());
    var shorter = Stream.generate(rows::next).limit(last.rows() - 1).iterator();
    kept.addAll(spool.write(Integer.MAX_VALUE, shorter)); // in a file that no partition has
    rows.drain();
    return kept;
  }
}
