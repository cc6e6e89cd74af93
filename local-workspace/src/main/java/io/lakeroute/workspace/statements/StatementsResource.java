// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.sql.Sessions;
import io.lakeroute.workspace.sql.Statement;
import io.lakeroute.workspace.sql.Statements;
import io.lakeroute.workspace.warehouses.Warehouse;
import java.io.IOException;
import java.util.Optional;

/** {@code /api/2.0/sql/statements}: the Statement Execution API. */
public final class StatementsResource implements Resource {

  private static final String PATH = "/api/2.0/sql/statements";

  private final Statements statements;
  private final Sessions sessions;
  private final Warehouse warehouse;
  private final ResultLinks links;

  public StatementsResource(
      Statements statements, Sessions sessions, Warehouse warehouse, ResultLinks links) {
    this.statements = statements;
    this.sessions = sessions;
    this.warehouse = warehouse;
    this.links = links;
  }

  @Override
  public void register(Router router) {
    router
        .add("POST", PATH, this::execute)
        .add("GET", PATH + "/{id}", this::get)
        .add("GET", PATH + "/{id}/result/chunks/{index}", this::chunk)
        .add("POST", PATH + "/{id}/cancel", this::cancel)
        .add("DELETE", PATH + "/{id}", this::close);
  }

  private Response execute(Request request) throws InterruptedException, IOException {
    var body = new ExecuteRequest(request.json());
    warehouse.require(body.warehouseId(), request.principal());
    var wait = body.waitTimeout();
    var statement = statements.submit(body.statement(sessions, request.caller()));
    if (!statement.await(wait) && body.cancelsOnTimeout()) {
      statements.cancel(statement.id());
    }
    return reply(statement, request);
  }

  private Response get(Request request) throws IOException {
    return reply(find(request), request);
  }

  private Response chunk(Request request) throws IOException {
    return Response.json(
        new StatementReply(find(request), links, request.base()).chunk(request.variable("index")));
  }

  /** Says yes for whatever there is nothing to do, as live. */
  private Response cancel(Request request) {
    own(request).ifPresent(statement -> statements.cancel(statement.id()));
    return Response.json(Json.object());
  }

  private Response close(Request request) {
    own(request).ifPresent(statement -> statements.close(statement.id()));
    return Response.json(Json.object());
  }

  private Response reply(Statement statement, Request request) throws IOException {
    return Response.json(new StatementReply(statement, links, request.base()).json());
  }

  private Statement find(Request request) {
    return own(request)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "NOT_FOUND", "The statement " + request.variable("id") + " was not found."));
  }

  /** A statement is there for the principal that ran it, and for nobody else. */
  private Optional<Statement> own(Request request) {
    return statements
        .find(request.variable("id"))
        .filter(statement -> statement.owner().equals(request.principal()));
  }
}
