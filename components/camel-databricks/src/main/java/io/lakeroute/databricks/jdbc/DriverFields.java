// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.jdbc.api.impl.DatabricksResultSet;
import com.databricks.jdbc.api.impl.IExecutionResult;
import com.databricks.jdbc.api.impl.InlineJsonResult;
import com.databricks.jdbc.api.impl.LazyThriftResult;
import com.databricks.jdbc.api.impl.arrow.AbstractArrowResultChunk;
import com.databricks.jdbc.api.impl.arrow.ArrowResultChunkIterator;
import com.databricks.jdbc.api.impl.arrow.ArrowStreamResult;
import com.databricks.jdbc.api.impl.arrow.LazyThriftInlineArrowResult;
import com.databricks.jdbc.api.impl.arrow.StreamingInlineArrowResult;
import com.databricks.jdbc.api.impl.thrift.StreamingColumnarResult;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The private fields of databricks-jdbc that lead to the Arrow batches behind a result. Immutable.
 *
 * @param result of a result set
 * @param iterators for each kind of result in Arrow, what walks over the rows of its current part
 * @param plain the kinds of results that come as text and numbers
 * @param chunk of an iterator
 * @param batch the index of its current batch
 * @param row the index of the current row in that
 * @param batches of a chunk
 */
record DriverFields(
    VarHandle result,
    Map<Class<?>, VarHandle> iterators,
    Set<Class<?>> plain,
    VarHandle chunk,
    VarHandle batch,
    VarHandle row,
    VarHandle batches) {

  private static final Object FOUND = find();

  /**
   * @throws DatabricksException CONFIGURATION when the driver on the class path is another one
   */
  static DriverFields get() {
    if (FOUND instanceof DriverFields fields) {
      return fields;
    }
    throw unknown((String) FOUND);
  }

  /** The fields, or the name of what is missing. */
  private static Object find() {
    try {
      return new DriverFields(
          field(DatabricksResultSet.class, "executionResult", IExecutionResult.class),
          Map.of(
              ArrowStreamResult.class,
              iterator(ArrowStreamResult.class, "chunkIterator"),
              StreamingInlineArrowResult.class,
              iterator(StreamingInlineArrowResult.class, "currentChunkIterator"),
              LazyThriftInlineArrowResult.class,
              iterator(LazyThriftInlineArrowResult.class, "currentChunkIterator")),
          Set.of(InlineJsonResult.class, StreamingColumnarResult.class, LazyThriftResult.class),
          field(ArrowResultChunkIterator.class, "resultChunk", AbstractArrowResultChunk.class),
          field(ArrowResultChunkIterator.class, "recordBatchCursorInChunk", int.class),
          field(ArrowResultChunkIterator.class, "rowCursorInRecordBatch", int.class),
          field(AbstractArrowResultChunk.class, "recordBatchList", List.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The way to the rows of a result in Arrow; none where it comes as text and numbers. */
  Optional<VarHandle> iterator(IExecutionResult kind) {
    VarHandle iterator = iterators.get(kind.getClass());
    if (iterator == null && !plain.contains(kind.getClass())) {
      throw unknown(kind.getClass().getName());
    }
    return Optional.ofNullable(iterator);
  }

  private static VarHandle iterator(Class<?> owner, String name)
      throws ReflectiveOperationException {
    return field(owner, name, ArrowResultChunkIterator.class);
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
        .findVarHandle(owner, name, type);
  }

  private static DatabricksException unknown(String what) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Cannot read results of the databricks-jdbc on the class path ("
            + what
            + "). Use the version that camel-databricks depends on.");
  }
}
