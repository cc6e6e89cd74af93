// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.ConnectionChecks;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.statement.read.LargeResults;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/**
 * Makes the consumer of a room that reads one table on a schedule. Immutable.
 *
 * @param setup the endpoint's
 * @param connection where the table is
 * @param measurements what counts its statements and rows
 * @param table that is read
 */
public record ScheduledReader(
    RoomSetup setup, WorkspaceConnection connection, Measurements measurements, ObjectName table) {

  /** Makes the work of a reader. */
  public interface Work {
    /**
     * @param probes makes what looks at the table in the run of an id
     */
    RunWork of(Function<String, TableProbe> probes, Deliveries deliveries);
  }

  /**
   * Refuses a table outside of the catalogs that the connection may name, and a filter that leads
   * there: it is written in the route, and still not to leave them.
   */
  public void check(Optional<String> filter) {
    if (!ConnectionChecks.fence(setup.common(), connection).allows(table.catalog())) {
      throw new DatabricksException(
          Reason.FORBIDDEN,
          table
              + " is outside of the catalogs that may be named on connection '"
              + connection.profile().name()
              + "' (onlyCatalogs).");
    }
    filter.ifPresent(
        condition ->
            tools()
                .guard(false)
                .checkQuery(
                    "SELECT * FROM " + table.quoted() + " WHERE " + bracketed(condition),
                    "SELECT"));
  }

  /**
   * A user's own condition within a statement. The bracket has a line of its own, as a condition
   * may end with a comment; there are two, as {@code FROM t WHERE (flag)} is a table with the alias
   * WHERE and one column to Spark.
   */
  public static String bracketed(String condition) {
    return "((" + condition + "\n))";
  }

  /**
   * The consumer.
   *
   * @param operation the flow where the endpoint names none
   * @param repeated false for a single run, whatever the frequency
   */
  public Consumer consumer(Processor processor, String operation, boolean repeated, Work work) {
    LargeResults statements = tools().largeResults();
    return new ScheduledRuns(setup, connection, measurements)
        .consumer(
            processor,
            new ScheduledRuns.Named(operation, stream(setup.common()), table.fullName()),
            repeated,
            deliveries ->
                work.of(
                    runId -> new TableProbe(connection, statements, table, Optional.of(runId)),
                    deliveries));
  }

  /** The name of what is read, part of the run's key. */
  private String stream(CommonOptions common) {
    return OptionChecks.text(common.getStream())
        .orElseGet(
            () -> "databricks_" + table.catalog() + "_" + table.schema() + "_" + table.object());
  }

  private StatementTools tools() {
    return new StatementTools(setup, connection, measurements);
  }
}
