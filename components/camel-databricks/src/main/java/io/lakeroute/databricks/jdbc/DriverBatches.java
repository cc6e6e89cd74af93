// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.internal.apache.arrow.vector.FieldVector;
import com.databricks.internal.apache.arrow.vector.ValueVector;
import com.databricks.internal.apache.arrow.vector.VectorSchemaRoot;
import com.databricks.internal.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import com.databricks.internal.apache.arrow.vector.ipc.ArrowStreamWriter;
import com.databricks.jdbc.api.impl.DatabricksResultSet;
import com.databricks.jdbc.api.impl.IExecutionResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Arrow batches behind a result of the driver. For one result and one thread.
 *
 * <p>The driver's own values are not used: it writes maps as text without escapes, and passes days
 * and moments through {@code java.sql} types, in which some do not exist.
 */
final class DriverBatches {

  private final DriverFields fields = DriverFields.get();
  private final IExecutionResult result;
  private final Optional<VarHandle> iterator;

  DriverBatches(DatabricksResultSet rows) {
    this.result = (IExecutionResult) fields.result().get(rows);
    this.iterator = fields.iterator(result);
  }

  /** False where values come as text and numbers. */
  boolean inArrow() {
    return iterator.isPresent();
  }

  /** A value of the current row of a result that is not in Arrow, as it came. */
  Object plain(int column) throws SQLException {
    return result.getObject(column);
  }

  /** The columns of the batch of the current row; the same list for all rows of a batch. */
  List<ValueVector> batch() {
    Object rows = iterator.orElseThrow().get(result);
    @SuppressWarnings("unchecked")
    List<List<ValueVector>> batches =
        (List<List<ValueVector>>) fields.batches().get(fields.chunk().get(rows));
    return batches.get((int) fields.batch().get(rows));
  }

  /** The current row within its batch. */
  int row() {
    return (int) fields.row().get(iterator.orElseThrow().get(result));
  }

  /** A batch as an Arrow IPC stream. */
  static byte[] bytes(List<ValueVector> batch) throws IOException {
    List<FieldVector> vectors = new ArrayList<>(batch.size());
    batch.forEach(vector -> vectors.add((FieldVector) vector));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Not closed: that would free what belongs to the driver.
    ArrowStreamWriter writer =
        new ArrowStreamWriter(new VectorSchemaRoot(vectors), new MapDictionaryProvider(), out);
    writer.start();
    writer.writeBatch();
    writer.end();
    return out.toByteArray();
  }
}
