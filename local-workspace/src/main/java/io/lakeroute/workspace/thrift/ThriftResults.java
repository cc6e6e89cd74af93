// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TOperationState;
import com.databricks.jdbc.model.client.thrift.generated.TRowSet;
import com.databricks.jdbc.model.client.thrift.generated.TSparkArrowBatch;
import com.databricks.jdbc.model.client.thrift.generated.TSparkDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TSparkRowSetType;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import io.lakeroute.workspace.sql.Batch;
import io.lakeroute.workspace.sql.Result;
import io.lakeroute.workspace.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** What Thrift says about a statement, and its rows page by page; safe for threads. */
final class ThriftResults {

  private static final long PAGE_BYTES = 8 << 20;

  /** How many batches of each statement's result were fetched. */
  private final Map<Statement, Integer> positions = new WeakHashMap<>();

  TSparkDirectResults direct(Statement statement) {
    var direct = new TSparkDirectResults();
    direct.setOperationStatus(status(statement));
    statement
        .result()
        .ifPresent(
            result -> {
              direct.setResultSetMetadata(metadata(result));
              direct.setResultSet(fetch(statement));
            });
    return direct;
  }

  TGetOperationStatusResp status(Statement statement) {
    var reply = new TGetOperationStatusResp(new TStatus(TStatusCode.SUCCESS_STATUS));
    reply.setOperationState(
        switch (statement.state()) {
          case PENDING -> TOperationState.PENDING_STATE;
          case RUNNING -> TOperationState.RUNNING_STATE;
          case SUCCEEDED -> TOperationState.FINISHED_STATE;
          case FAILED -> TOperationState.ERROR_STATE;
          case CANCELED -> TOperationState.CANCELED_STATE;
        });
    statement
        .failure()
        .ifPresent(
            failure -> {
              reply.getStatus().setErrorMessage(failure.getMessage());
              reply.setErrorMessage(failure.getMessage());
              reply.setDisplayMessage(failure.getMessage());
              reply.setSqlState(failure.sqlState());
            });
    reply.setHasResultSet(true);
    return reply;
  }

  static TGetResultSetMetadataResp metadata(Result result) {
    var reply = new TGetResultSetMetadataResp(ThriftCalls.SUCCESS);
    reply.setSchema(ThriftTypes.schema(result.schema()));
    reply.setResultFormat(TSparkRowSetType.ARROW_BASED_SET);
    reply.setLz4Compressed(false);
    reply.setArrowSchema(result.arrowSchema());
    reply.setIsStagingOperation(false);
    return reply;
  }

  /** The next page. */
  TFetchResultsResp fetch(Statement statement) {
    var result = statement.result().orElseThrow();
    var page = new ArrayList<TSparkArrowBatch>();
    long rowOffset;
    boolean more;
    synchronized (positions) {
      int position = positions.getOrDefault(statement, 0);
      rowOffset = result.rows(position);
      for (long bytes = 0; position < result.batches().size() && bytes < PAGE_BYTES; position++) {
        var batch = result.batches().get(position);
        page.add(new TSparkArrowBatch(bytes(batch), batch.rows()));
        bytes += batch.length();
      }
      positions.put(statement, position);
      more = position < result.batches().size();
    }
    var rows = new TRowSet(rowOffset, List.of());
    rows.setArrowBatches(page);
    var reply = new TFetchResultsResp(ThriftCalls.SUCCESS);
    reply.setHasMoreRows(more);
    reply.setResults(rows);
    reply.setResultSetMetadata(metadata(result));
    return reply;
  }

  private static ByteBuffer bytes(Batch batch) {
    try {
      return ByteBuffer.wrap(batch.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
