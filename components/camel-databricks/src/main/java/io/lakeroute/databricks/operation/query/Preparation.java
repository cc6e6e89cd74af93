// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.RunHeaders;
import io.lakeroute.databricks.run.UserStep;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.statement.read.ParameterSource;
import io.lakeroute.databricks.statement.read.StatementSource;
import io.lakeroute.databricks.store.RunRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.UnitOfWorkHelper;

/** Has the statement of a run set, on an exchange of its own. Thread-safe. */
final class Preparation {

  private final Endpoint endpoint;
  private final Processor prepare;
  private final StatementSource statements;
  private final ParameterSource parameters;
  private final List<String> keys;

  /**
   * @param prepare sets the statement, see {@link DatabricksConstants#PIN_PROPERTY}
   * @param statements takes it from the exchange and judges it
   * @param keys columns that make a row unique where {@code prepare} names none
   */
  Preparation(
      Endpoint endpoint,
      Processor prepare,
      StatementSource statements,
      ParameterSource parameters,
      List<String> keys) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.prepare = requireNonNull(prepare, "prepare");
    this.statements = requireNonNull(statements, "statements");
    this.parameters = requireNonNull(parameters, "parameters");
    this.keys = List.copyOf(keys);
  }

  /**
   * Prepares what a run reads.
   *
   * @param pin of the run that it resumes
   * @param preview whether nothing is to be delivered
   * @throws DatabricksException as {@link UserStep} does, and INVALID or FORBIDDEN for a statement
   *     that is refused
   */
  PreparedQuery of(RunRecord.Scope run, Optional<String> pin, boolean preview) {
    Exchange exchange = endpoint.createExchange();
    exchange.getMessage().getHeaders().putAll(RunHeaders.of(run));
    pin.ifPresent(text -> exchange.setProperty(DatabricksConstants.PIN_PROPERTY, text));
    exchange.setProperty(DatabricksConstants.DRY_RUN_PROPERTY, preview);
    try {
      UserStep.process(prepare, exchange);
      return read(exchange, run.key());
    } finally {
      UnitOfWorkHelper.doneSynchronizations(
          exchange, exchange.getExchangeExtension().handoverCompletions());
    }
  }

  /** Another statement with the same values, judged alike. */
  NamedStatement statement(String sql) {
    Exchange exchange = endpoint.createExchange();
    exchange.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
    return statements.statement(exchange);
  }

  private PreparedQuery read(Exchange exchange, String key) {
    String sql = exchange.getProperty(DatabricksConstants.STATEMENT_PROPERTY, String.class);
    if (sql == null) {
      throw invalid(
          "The option prepare set no statement: the exchange property "
              + DatabricksConstants.STATEMENT_PROPERTY
              + " is empty.");
    }
    String scope = exchange.getProperty(DatabricksConstants.RECORD_SCOPE_PROPERTY, String.class);
    return new PreparedQuery(
        sql,
        statements.statement(exchange),
        parameters.values(exchange),
        Pin.of(exchange),
        scope == null || scope.isBlank() ? key : scope,
        keys(exchange.getMessage().getHeader(DatabricksConstants.KEYS)));
  }

  private List<String> keys(Object header) {
    if (header == null) {
      return keys;
    }
    if (!(header instanceof Collection<?> names)) {
      throw invalid(
          "The header "
              + DatabricksConstants.KEYS
              + " is a "
              + header.getClass().getName()
              + ", not a list of columns.");
    }
    return names.stream().map(String::valueOf).toList();
  }

  private static DatabricksException invalid(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }
}
