// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.internal.apache.thrift.TBase;
import com.databricks.internal.apache.thrift.TFieldIdEnum;
import com.databricks.jdbc.model.client.thrift.generated.TColumn;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetCatalogsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetCatalogsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetColumnsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetColumnsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetCrossReferenceReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetCrossReferenceResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetFunctionsReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetFunctionsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetPrimaryKeysReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetPrimaryKeysResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetSchemasReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetSchemasResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetTablesReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetTablesResp;
import com.databricks.jdbc.model.client.thrift.generated.TI32Column;
import com.databricks.jdbc.model.client.thrift.generated.TRowSet;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import com.databricks.jdbc.model.client.thrift.generated.TSparkDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TStringColumn;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.sql.JsonRows;
import io.lakeroute.workspace.sql.Result;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.sql.Statement;
import io.lakeroute.workspace.sql.StatementRequest;
import io.lakeroute.workspace.sql.StatementRequest.Delivery;
import io.lakeroute.workspace.sql.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * Answers metadata calls by running their SHOW statements, in the column-wise form that clients
 * expect; safe for threads.
 */
final class ThriftMetadata {

  private static final Duration WAIT = Duration.ofSeconds(50);
  private static final int OPERATION_HANDLE = 2;
  private static final int DIRECT_RESULTS = 1281;

  private final Sessions sessions;
  private final Statements statements;
  private final ThriftResults results;

  ThriftMetadata(Sessions sessions, Statements statements, ThriftResults results) {
    this.sessions = sessions;
    this.statements = statements;
    this.results = results;
  }

  void register(ThriftCalls calls) {
    calls.on(
        "GetCatalogs",
        (TGetCatalogsReq q, Caller caller) ->
            answer(caller, q.getSessionHandle(), MetadataQuery.catalogs(), new TGetCatalogsResp()));
    calls.on(
        "GetSchemas",
        (TGetSchemasReq q, Caller caller) ->
            answer(caller, q.getSessionHandle(), MetadataQuery.schemas(q), new TGetSchemasResp()));
    calls.on(
        "GetTables",
        (TGetTablesReq q, Caller caller) ->
            answer(caller, q.getSessionHandle(), MetadataQuery.tables(q), new TGetTablesResp()));
    calls.on(
        "GetColumns",
        (TGetColumnsReq q, Caller caller) ->
            answer(caller, q.getSessionHandle(), MetadataQuery.columns(q), new TGetColumnsResp()));
    calls.on(
        "GetPrimaryKeys",
        (TGetPrimaryKeysReq q, Caller caller) ->
            answer(
                caller,
                q.getSessionHandle(),
                MetadataQuery.primaryKeys(q),
                new TGetPrimaryKeysResp()));
    calls.on(
        "GetCrossReference",
        (TGetCrossReferenceReq q, Caller caller) ->
            answer(
                caller,
                q.getSessionHandle(),
                MetadataQuery.CROSS_REFERENCE,
                new TGetCrossReferenceResp()));
    calls.on(
        "GetFunctions",
        (TGetFunctionsReq q, Caller caller) ->
            answer(caller, q.getSessionHandle(), MetadataQuery.FUNCTIONS, new TGetFunctionsResp()));
  }

  /** Fills a reply, which always carries all rows. */
  <R extends TBase<R, F>, F extends TFieldIdEnum> R answer(
      Caller caller, TSessionHandle session, MetadataQuery query, R reply)
      throws InterruptedException {
    var open = sessions.find(caller, Handles.id(session));
    if (open.isEmpty()) {
      reply.setFieldValue(reply.fieldForId(1), ThriftCalls.error("Invalid SessionHandle."));
      return reply;
    }
    var statement =
        statements.submit(
            new StatementRequest(
                open.get(), query.sql(), List.of(), OptionalLong.empty(), Delivery.DRIVER));
    statement.await(WAIT);
    reply.setFieldValue(reply.fieldForId(1), ThriftCalls.SUCCESS);
    reply.setFieldValue(reply.fieldForId(OPERATION_HANDLE), Handles.operation(statement.id()));
    reply.setFieldValue(reply.fieldForId(DIRECT_RESULTS), direct(statement, query));
    return reply;
  }

  private TSparkDirectResults direct(Statement statement, MetadataQuery query) {
    var direct = new TSparkDirectResults();
    direct.setOperationStatus(results.status(statement));
    statement
        .result()
        .ifPresent(
            result -> {
              var rows = new TRowSet(0, List.of());
              rows.setColumns(columns(query, rows(result, query)));
              var page = new TFetchResultsResp(ThriftCalls.SUCCESS);
              page.setHasMoreRows(false);
              page.setResults(rows);
              direct.setResultSetMetadata(ThriftTypes.metadata(query.columns()));
              direct.setResultSet(page);
            });
    return direct;
  }

  private static List<Map<String, String>> rows(Result result, MetadataQuery query) {
    try {
      var json = Json.MAPPER.readTree(JsonRows.page(result, Long.MAX_VALUE).json());
      String[] names = result.schema().fieldNames();
      return StreamSupport.stream(json.spliterator(), false)
          .map(
              values -> {
                var row = new HashMap<String, String>();
                for (int i = 0; i < names.length; i++) {
                  row.put(names[i], values.get(i).asText(null));
                }
                return (Map<String, String>) row;
              })
          .filter(query.filter())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TColumn> columns(MetadataQuery query, List<Map<String, String>> rows) {
    return query.columns().stream().map(column -> column(column, rows)).toList();
  }

  private static TColumn column(MetadataQuery.Column column, List<Map<String, String>> rows) {
    var values = rows.stream().map(column.value()).toList();
    var absent = new BitSet();
    for (int i = 0; i < values.size(); i++) {
      absent.set(i, values.get(i) == null);
    }
    var nulls = ByteBuffer.wrap(absent.toByteArray());
    if (column.number()) {
      var numbers = values.stream().map(value -> value == null ? 0 : Integer.valueOf(value));
      return TColumn.i32Val(new TI32Column(numbers.toList(), nulls));
    }
    var texts = values.stream().map(value -> value == null ? "" : value);
    return TColumn.stringVal(new TStringColumn(texts.toList(), nulls));
  }
}
