// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.ConcurrentTransactionException;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.delta.commands.DMLUtils.TaggedCommitData;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the files of one COPY INTO to its table, in the commit that also keeps them in its {@link
 * CopyLedger}: a file is loaded once however often the statement is repeated, and of two loads of a
 * file at once one fails. For one statement.
 */
record CopyLoad(SparkSession spark, CopyInto copy, CopySource source, DeltaTableV2 table) {

  /** How many rows VALIDATE shows. */
  private static final int SHOWN = 50;

  /** How many rows are written; or with VALIDATE, the first of the rows that can be. */
  record Outcome(long written, List<Row> shown, StructType schema) {}

  Outcome run() throws IOException {
    var files = CopyFiles.of(copy, source);
    if (files.isEmpty()) {
      throw CopyFailures.noSchema(copy, source);
    }
    var transaction = table.startTransaction(Option.empty());
    var ledger = CopyLedger.of(transaction);
    var open =
        files.stream().filter(file -> copy.force() || !ledger.has(source.text(file))).toList();
    var target = transaction.metadata().schema();
    if (open.isEmpty()) {
      return new Outcome(0, List.of(), target);
    }
    var data = new CopyData(spark, copy, source).of(open, target);
    return copy.validate().isPresent()
        ? validate(transaction, copy.validate().getAsInt(), data)
        : load(ledger, data, open);
  }

  private Outcome load(CopyLedger ledger, Dataset<Row> data, List<Path> files) {
    var transaction = ledger.transaction();
    var written = write(transaction, data);
    var actions = new ArrayList<Action>(CollectionConverters.asJava(written.actions()));
    files.forEach(file -> actions.add(ledger.entry(source.text(file))));
    try {
      transaction.commit(
          Seq$.MODULE$.from(CollectionConverters.asScala(actions)),
          new CopyOperation(),
          written.stringTags());
    } catch (ConcurrentTransactionException e) {
      throw CopyFailures.duplicated();
    }
    var rows = transaction.getMetric("numOutputRows");
    return new Outcome(rows.isDefined() ? rows.get().value() : 0, List.of(), data.schema());
  }

  /** Writes the rows, as only that checks all that the table asks for, and throws them away. */
  private Outcome validate(OptimisticTransaction transaction, int rows, Dataset<Row> data)
      throws IOException {
    var written = write(transaction, rows == CopyInto.ALL ? data : data.limit(rows));
    var files = table.path().getFileSystem(source.configuration());
    for (var action : CollectionConverters.asJava(written.actions())) {
      if (action instanceof AddFile file) {
        files.delete(new Path(table.path(), new Path(URI.create(file.path()))), false);
      }
    }
    return new Outcome(0, data.limit(Math.min(rows, SHOWN)).collectAsList(), data.schema());
  }

  private TaggedCommitData<Action> write(OptimisticTransaction transaction, Dataset<Row> data) {
    scala.collection.immutable.Map<String, String> none = Map$.MODULE$.empty();
    var options = copy.mergeSchema() ? none.updated("mergeSchema", "true") : none;
    @SuppressWarnings("unchecked")
    var append =
        new WriteIntoDelta(
            table.deltaLog(),
            SaveMode.Append,
            new DeltaOptions(options, spark.sessionState().conf()),
            (scala.collection.immutable.Seq<String>) (Object) Nil$.MODULE$,
            none,
            data,
            Option.empty(),
            Option.empty(),
            false);
    try {
      return append.writeAndReturnCommitData(transaction, spark, Option.empty(), false);
    } catch (Exception e) {
      if (CopyFailures.is(e, "DELTA_METADATA_MISMATCH")) {
        throw CopyFailures.mismatch(copy, transaction.metadata().schema(), data.schema());
      }
      if (CopyFailures.is(e, "DELTA_FAILED_TO_MERGE_FIELDS")) {
        throw new SqlFailure("22005", e.getMessage() + " SQLSTATE: 22005"); // not its cause
      }
      throw e;
    }
  }
}
