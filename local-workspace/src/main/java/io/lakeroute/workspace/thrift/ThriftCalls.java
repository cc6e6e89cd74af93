// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TCancelOperationReq;
import com.databricks.jdbc.model.client.thrift.generated.TCancelOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationReq;
import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TCloseSessionReq;
import com.databricks.jdbc.model.client.thrift.generated.TCloseSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementReq;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementResp;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsReq;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionReq;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TOperationHandle;
import com.databricks.jdbc.model.client.thrift.generated.TProtocolVersion;
import com.databricks.jdbc.model.client.thrift.generated.TSparkParameter;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.sql.Parameter;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.sql.Statement;
import io.lakeroute.workspace.sql.StatementRequest;
import io.lakeroute.workspace.sql.StatementRequest.Delivery;
import io.lakeroute.workspace.sql.Statements;
import io.lakeroute.workspace.warehouses.Compute;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Thrift calls, over the same sessions and statements as the Statement Execution API; safe for
 * threads.
 */
public final class ThriftCalls {

  static final TStatus SUCCESS = new TStatus(TStatusCode.SUCCESS_STATUS);

  /** The client learns a statement's id, and can cancel it, only after the reply. */
  private static final Duration EXECUTE_WAIT = Duration.ofSeconds(1);

  private static final Duration STATUS_WAIT = Duration.ofMillis(100);

  /** One call: request to reply. */
  @FunctionalInterface
  interface Call<Q, R> {
    R apply(Q request, Caller caller) throws InterruptedException;
  }

  private final Compute compute;
  private final Sessions sessions;
  private final Statements statements;
  private final ThriftResults results = new ThriftResults();
  private final Map<String, Call<?, ?>> calls = new HashMap<>();

  /**
   * @param compute where sessions are opened
   */
  public ThriftCalls(Compute compute, Sessions sessions, Statements statements) {
    this.compute = compute;
    this.sessions = sessions;
    this.statements = statements;
    on("OpenSession", this::openSession);
    on("CloseSession", this::closeSession);
    on("ExecuteStatement", this::execute);
    on("GetOperationStatus", this::operationStatus);
    on("GetResultSetMetadata", this::metadata);
    on("FetchResults", this::fetch);
    on("CancelOperation", this::cancel);
    on("CloseOperation", this::close);
    new ThriftMetadata(sessions, statements, results).register(this);
  }

  <Q, R> void on(String name, Call<Q, R> call) {
    calls.put(name, call);
  }

  @SuppressWarnings("unchecked")
  Optional<Call<Object, Object>> find(String name) {
    return Optional.ofNullable((Call<Object, Object>) calls.get(name));
  }

  private TOpenSessionResp openSession(TOpenSessionReq request, Caller caller) {
    var reply = new TOpenSessionResp();
    reply.setServerProtocolVersion(TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8);
    var namespace = Optional.ofNullable(request.getInitialNamespace());
    var confs = Optional.ofNullable(request.getConfiguration()).orElse(Map.of());
    try {
      var session =
          sessions.open(
              compute,
              caller,
              namespace.map(n -> n.getCatalogName()).orElse(""),
              namespace.map(n -> n.getSchemaName()).orElse(""),
              confs);
      reply.setStatus(SUCCESS);
      reply.setSessionHandle(Handles.session(session.id()));
      reply.setCanUseMultipleCatalogs(true);
    } catch (RuntimeException e) {
      reply.setStatus(error(e.getMessage()));
    }
    return reply;
  }

  private TCloseSessionResp closeSession(TCloseSessionReq request, Caller caller) {
    sessions.close(caller, Handles.id(request.getSessionHandle()));
    return new TCloseSessionResp(SUCCESS);
  }

  private TExecuteStatementResp execute(TExecuteStatementReq request, Caller caller)
      throws InterruptedException {
    var session = sessions.find(caller, Handles.id(request.getSessionHandle()));
    if (session.isEmpty()) {
      return new TExecuteStatementResp(
          error("Session handle has not been initialized or had already closed."));
    }
    var parameters = parameters(request);
    var excess = Parameter.excess(parameters.size());
    if (excess.isPresent()) {
      return new TExecuteStatementResp(error("BAD_REQUEST: " + excess.get()));
    }
    var limit = request.getResultRowLimit();
    var statement =
        statements.submit(
            new StatementRequest(
                session.get(),
                request.getStatement(),
                parameters,
                limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty(),
                Delivery.DRIVER));
    var reply = new TExecuteStatementResp(SUCCESS);
    reply.setOperationHandle(Handles.operation(statement.id()));
    if (request.isSetGetDirectResults()) {
      statement.await(EXECUTE_WAIT);
      reply.setDirectResults(results.direct(statement));
    }
    return reply;
  }

  private static List<Parameter> parameters(TExecuteStatementReq request) {
    return Optional.ofNullable(request.getParameters()).orElse(List.of()).stream()
        .map(ThriftCalls::parameter)
        .toList();
  }

  private static Parameter parameter(TSparkParameter parameter) {
    var value = Optional.ofNullable(parameter.getValue()).map(v -> v.getStringValue());
    return new Parameter(
        Optional.ofNullable(parameter.getName()).orElse(""),
        Optional.ofNullable(parameter.getType()).orElse("STRING"),
        value);
  }

  private TGetOperationStatusResp operationStatus(TGetOperationStatusReq request, Caller caller)
      throws InterruptedException {
    var statement = find(request.getOperationHandle(), caller);
    if (statement.isEmpty()) {
      return new TGetOperationStatusResp(unknownOperation());
    }
    statement.get().await(STATUS_WAIT);
    return results.status(statement.get());
  }

  private TGetResultSetMetadataResp metadata(TGetResultSetMetadataReq request, Caller caller) {
    return find(request.getOperationHandle(), caller)
        .flatMap(Statement::result)
        .map(ThriftResults::metadata)
        .orElseGet(() -> new TGetResultSetMetadataResp(unknownOperation()));
  }

  private TFetchResultsResp fetch(TFetchResultsReq request, Caller caller) {
    var statement = find(request.getOperationHandle(), caller);
    if (statement.flatMap(Statement::result).isEmpty()) {
      return new TFetchResultsResp(unknownOperation());
    }
    return results.fetch(statement.get());
  }

  private TCancelOperationResp cancel(TCancelOperationReq request, Caller caller) {
    find(request.getOperationHandle(), caller).ifPresent(s -> statements.cancel(s.id()));
    return new TCancelOperationResp(SUCCESS);
  }

  private TCloseOperationResp close(TCloseOperationReq request, Caller caller) {
    find(request.getOperationHandle(), caller).ifPresent(s -> statements.close(s.id()));
    return new TCloseOperationResp(SUCCESS);
  }

  private Optional<Statement> find(TOperationHandle operation, Caller caller) {
    return statements
        .find(Handles.id(operation))
        .filter(statement -> statement.owner().equals(caller.principal()));
  }

  private static TStatus unknownOperation() {
    return error("Invalid OperationHandle: the operation is closed, or has no result.");
  }

  static TStatus error(String message) {
    return new TStatus(TStatusCode.ERROR_STATUS).setErrorMessage(message).setSqlState("HY000");
  }
}
