// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.verify;

import com.databricks.sdk.service.catalog.CatalogsAPI;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.statement.read.OpenResult;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.warehouse.WarehouseState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * Checks a connection step by step and stops at the first that fails: token, warehouse or cluster,
 * statement, catalog. It starts what sleeps, so nothing calls it at intervals. Thread-safe.
 */
public final class VerifyOperation implements DatabricksOperation {

  private static final NamedStatement SELECT_1 = NamedStatement.parse("SELECT 1");

  private final WorkspaceConnection connection;
  private final StatementRunner runner;

  public VerifyOperation(WorkspaceConnection connection, StatementRunner runner) {
    this.connection = connection;
    this.runner = runner;
  }

  /** One thing to try, which says what it found. */
  private record Attempt(String step, Remedy remedy, Check check) {}

  @FunctionalInterface
  private interface Check {
    String find() throws SQLException;
  }

  /** What the body says. */
  @Override
  public void process(Exchange exchange) {
    List<Map<String, Object>> steps = new ArrayList<>();
    boolean ok = true;
    for (Attempt attempt : attempts()) {
      VerifyStep step = run(attempt);
      steps.add(step.asMap());
      ok = step.ok();
      if (!ok) {
        break;
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ok", ok);
    result.put("connection", connection.profile().name());
    result.put("steps", steps);
    exchange.getMessage().setBody(result);
    exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
  }

  private List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(
        new Attempt("token", Remedy.ofToken(connection.profile().credentials()), this::token));
    attempts.add(
        connection.profile().compute() instanceof Compute.Cluster
            ? new Attempt("cluster", Remedy.CLUSTER, this::cluster)
            : new Attempt("warehouse", Remedy.WAREHOUSE, () -> "the warehouse is " + state()));
    attempts.add(new Attempt("statement", Remedy.STATEMENT, this::statement));
    connection
        .profile()
        .catalog()
        .ifPresent(
            catalog ->
                attempts.add(new Attempt("catalog", Remedy.CATALOG, () -> catalog(catalog))));
    return attempts;
  }

  private static VerifyStep run(Attempt attempt) {
    long start = System.nanoTime();
    try {
      String found = attempt.check().find();
      return new VerifyStep(attempt.step(), true, millis(start), found, "");
    } catch (DatabricksException e) {
      return new VerifyStep(
          attempt.step(), false, millis(start), e.getMessage(), attempt.remedy().of(e.getReason()));
    } catch (SQLException e) {
      return new VerifyStep(
          attempt.step(),
          false,
          millis(start),
          "closing the statement failed",
          attempt.remedy().of(Optional.empty()));
    }
  }

  private String token() {
    connection.tokens().token();
    return connection.profile().servicePrincipal()
        ? "a token was issued"
        : "a personal access token is set";
  }

  private WarehouseState state() {
    WarehouseState state = connection.compute().state();
    if (state.gone()) {
      throw new DatabricksException(
          Reason.NOT_FOUND, connection.profile().compute() + " is " + state);
    }
    return state;
  }

  private String cluster() {
    return "the cluster is "
        + state()
        + ". It speaks Thrift only: results come through the driver, and execute and write need a"
        + " connection with warehouseId";
  }

  private String statement() throws SQLException {
    try (OpenResult result = runner.run(SELECT_1.bind(Map.of()), 0, Optional.empty())) {
      return result.read(RowCursor::next) ? "SELECT 1 answered" : "SELECT 1 answered without a row";
    }
  }

  private String catalog(String name) {
    connection
        .rest()
        .call("Cannot see the catalog " + name, () -> new CatalogsAPI(connection.api()).get(name));
    return "catalog " + name + " is visible";
  }

  private static long millis(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
