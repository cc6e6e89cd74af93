// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomChecks;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.operation.Side;
import io.lakeroute.databricks.operation.StatementTools;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.option.ResumeOptions;
import io.lakeroute.databricks.option.ScheduleOptions;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.statement.read.StatementKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Runs a statement that reads, once for each message or on a schedule. Stateless. */
public final class QueryRoom implements Room {

  @Override
  public String name() {
    return "query";
  }

  @Override
  public Set<OutputType> outputs() {
    return EnumSet.complementOf(EnumSet.of(OutputType.TEXT));
  }

  @Override
  public Set<String> commonOptions() {
    return Room.statementOptions("batchSize", "maxRows", "readOnly", "keys", "stream");
  }

  @Override
  public List<Class<?>> groups() {
    return List.of(
        StatementOptions.class, QueryOptions.class, ResumeOptions.class, ScheduleOptions.class);
  }

  @Override
  public Set<String> onlyOn(Side side) {
    if (side == Side.TO) {
      return Set.of("statementFrom", "outputType", "maxRows", "format", "streamTimeout");
    }
    Set<String> names = new TreeSet<>(List.of("prepare", "keys", "stream"));
    names.addAll(RoomChecks.names(ResumeOptions.class));
    names.addAll(RoomChecks.names(ScheduleOptions.class));
    return names;
  }

  @Override
  public void check(RoomSetup setup, Side side) {
    if (side == Side.FROM) {
      QueryConsumers.check(setup);
      return;
    }
    StatementTools.check(name(), setup.options(StatementOptions.class));
    OptionChecks.range(
        "streamTimeout",
        setup.options(QueryOptions.class).getStreamTimeout(),
        Duration.ofSeconds(1),
        Duration.ofDays(1));
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    StatementTools tools = new StatementTools(setup, connection, measurements);
    return new QueryOperation(
        connection,
        setup.common(),
        setup.options(QueryOptions.class),
        tools.statements(StatementKind.READ),
        tools.parameters(),
        tools.runner(),
        tools.largeResults(),
        measurements);
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    return QueryConsumers.of(setup, name(), processor, connection, measurements);
  }
}
