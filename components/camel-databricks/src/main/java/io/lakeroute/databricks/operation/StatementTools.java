// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.StatementFrom;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.guard.StatementGuard;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.ParameterSource;
import io.lakeroute.databricks.statement.read.StatementKind;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.statement.read.StatementSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.support.ResourceHelper;

/**
 * Makes what runs the statements of one endpoint on one connection. Thread-safe.
 *
 * @param setup the endpoint's
 * @param connection where they run
 * @param measurements what counts them
 */
public record StatementTools(
    RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {

  private static final String RESOURCE = "resource:";
  private static final String FILE = "file:";

  /** What the options of a statement must be for an operation of that name. */
  public static void check(String operation, StatementOptions options) {
    boolean fromProperty = options.getStatementFrom() == StatementFrom.PROPERTY;
    boolean noSql = OptionChecks.blank(options.getSql());
    if (!fromProperty && noSql) {
      throw OptionChecks.wrong(
          "databricks:" + operation + " needs the option sql, or statementFrom=property.");
    }
    if (fromProperty && !noSql) {
      throw OptionChecks.wrong(
          "databricks:"
              + operation
              + " takes either the option sql or statementFrom=property, not both.");
    }
  }

  /** Reads results at once, through the driver. */
  public StatementRunner runner() {
    return new StatementRunner(connection, flow(), patience(), measurements);
  }

  /** Reads results of any size bit by bit. */
  public LargeResults largeResults() {
    return new LargeResults(connection, flow(), runner(), patience(), measurements);
  }

  /** Runs statements that change something. */
  public ChangeRunner changes() {
    return new ChangeRunner(connection, flow(), patience(), measurements);
  }

  /**
   * Judges statements by the fence of the connection and the endpoint.
   *
   * @param readOnly whether they are proved to be one query even without a fence
   */
  public StatementGuard guard(boolean readOnly) {
    return new StatementGuard(
        setup.statementReader(),
        ConnectionChecks.fence(setup.common(), connection),
        readOnly,
        connection.profile().name());
  }

  /** The statements of the endpoint's exchanges, each judged before it runs. */
  public StatementSource statements(StatementKind kind) {
    StatementOptions options = setup.options(StatementOptions.class);
    StatementGuard guard = guard(setup.common().isReadOnly());
    return options.getStatementFrom() == StatementFrom.PROPERTY
        ? StatementSource.property(kind, guard)
        : StatementSource.fixed(sql(), kind, guard);
  }

  /** The statement of the option {@code sql}, or of the resource that it names. */
  public String sql() {
    return text(setup.options(StatementOptions.class).getSql());
  }

  /** The values of the parameters of an exchange's statement. */
  public ParameterSource parameters() {
    return new ParameterSource(
        setup.camel(), setup.options(StatementOptions.class).getParameters());
  }

  private String text(String sql) {
    return sql.startsWith(RESOURCE) ? load(sql.substring(RESOURCE.length())) : sql;
  }

  private String load(String resource) {
    // Camel itself would decode + and %20 in the name of a file.
    try (InputStream in =
        resource.startsWith(FILE)
            ? Files.newInputStream(
                Path.of(resource.substring(FILE.length()).replaceFirst("^//", "")))
            : ResourceHelper.resolveMandatoryResourceAsInputStream(setup.camel(), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot read the statement from " + resource + ". Check the option sql.",
          e);
    }
  }

  private String flow() {
    return OptionChecks.text(setup.common().getFlow()).orElse("");
  }

  private StatementRunner.Patience patience() {
    CommonOptions common = setup.common();
    return new StatementRunner.Patience(
        common.getStatementTimeout(), common.getQueueTimeout(), common.getWarehouseStartTimeout());
  }
}
