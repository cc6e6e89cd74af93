// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.ScheduledRuns;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.statement.read.StatementKind;
import io.lakeroute.databricks.statement.read.StatementSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Sets up {@code query} in {@code from}. Stateless. */
final class QueryConsumers {

  private QueryConsumers() {}

  /** Either the endpoint has its statement, or a bean sets one. */
  static void check(RoomSetup setup) {
    boolean sql = !OptionChecks.blank(setup.options(StatementOptions.class).getSql());
    boolean prepare = setup.options(QueryOptions.class).getPrepare() != null;
    if (sql == prepare) {
      throw OptionChecks.wrong(
          sql
              ? "databricks:query in from takes either the option sql or the option prepare, not both."
              : "databricks:query in from needs the option sql or the option prepare.");
    }
  }

  static Consumer of(
      RoomSetup setup,
      String operation,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    CommonOptions common = setup.common();
    StatementTools tools = new StatementTools(setup, connection, measurements);
    ScheduledRuns runs = new ScheduledRuns(setup, connection, measurements);
    ScheduledRuns.Named named =
        new ScheduledRuns.Named(
            operation, OptionChecks.text(common.getStream()).orElse(operation), "");
    Preparation preparation =
        new Preparation(
            setup.endpoint(),
            prepare(setup, tools),
            StatementSource.property(StatementKind.READ, tools.guard(common.isReadOnly())),
            tools.parameters(),
            OptionChecks.names(common.getKeys()));
    QueryWork.Settings settings =
        new QueryWork.Settings(
            common.getBatchSize(), setup.options(ResumeOptions.class).isResume());
    return runs.consumer(
        processor,
        named,
        true,
        deliveries ->
            new QueryWork(
                runs.identity(named), preparation, tools.largeResults(), settings, deliveries));
  }

  private static Processor prepare(RoomSetup setup, StatementTools tools) {
    Processor bean = setup.options(QueryOptions.class).getPrepare();
    if (bean != null) {
      started(setup.camel(), bean);
      return bean;
    }
    tools.statements(StatementKind.READ); // Refuses one that cannot run, at start.
    String sql = tools.sql();
    return exchange -> exchange.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
  }

  /** A bean that is a service starts and stops with the application, as those of steps do. */
  private static void started(CamelContext camel, Processor bean) {
    CamelContextAware.trySetCamelContext(bean, camel);
    try {
      camel.addService(bean, true, true);
    } catch (Exception e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The bean of the option prepare cannot be started: " + e.getMessage(),
          e);
    }
  }
}
