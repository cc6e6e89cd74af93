// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowConverters$;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Reads the rows back out of Arrow batches, one batch in memory at a time; for one thread. */
final class BatchRows implements Iterator<InternalRow> {

  private final Iterator<Batch> batches;
  private final StructType schema;
  private final String timeZone;
  private scala.collection.Iterator<InternalRow> rows = scala.collection.Iterator$.MODULE$.empty();

  BatchRows(List<Batch> batches, StructType schema, String timeZone) {
    this.batches = batches.iterator();
    this.schema = schema;
    this.timeZone = timeZone;
  }

  /** A row stays valid until the next one is asked for. */
  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && batches.hasNext()) {
      rows = open(batches.next());
    }
    return rows.hasNext();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return rows.next();
  }

  /** Reads to the end, which gives the batch's memory back. */
  void drain() {
    while (hasNext()) {
      next();
    }
  }

  private scala.collection.Iterator<InternalRow> open(Batch batch) {
    try {
      return ArrowConverters$.MODULE$.fromBatchIterator(
          CollectionConverters.asScala(List.of(batch.bytes()).iterator()),
          schema,
          timeZone,
          false,
          false,
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
