// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.operation.RoomSetup;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.run.RunKey;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Lists runs and controls flows; as a consumer, reports runs that ended. Stateless. */
public final class RunsRoom implements Room {

  private static final int LISTED = 100;

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public Set<OutputType> outputs() {
    return EnumSet.of(OutputType.LIST, OutputType.JSON);
  }

  /** It asks the store, and nothing of the connection but its tenant. */
  @Override
  public boolean watched() {
    return false;
  }

  @Override
  public Set<String> commonOptions() {
    return Set.of("action", "maxRows", "stream");
  }

  @Override
  public void check(RoomSetup setup) {
    if (RunsAction.of(action(setup.common())).isEmpty()) {
      throw OptionChecks.wrong(
          "The option action is '"
              + setup.common().getAction()
              + "'; for databricks:runs allowed are "
              + RunsAction.options()
              + ".");
    }
  }

  /** What it does, listing where nothing is said. */
  private static String action(CommonOptions options) {
    return OptionChecks.text(options.getAction()).orElse(RunsAction.LIST.option());
  }

  @Override
  public DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    CommonOptions common = setup.common();
    return new RunsOperation(
        setup.runs(),
        connection.profile().tenant(),
        RunsAction.of(action(common)).orElseThrow(),
        common.getMaxRows() == 0 ? LISTED : common.getMaxRows());
  }

  @Override
  public Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    CommonOptions common = setup.common();
    return new RunsConsumer(
        setup.endpoint(),
        processor,
        setup.runs(),
        new RunsConsumer.Setup(
            new RunKey(
                connection.profile().tenant(),
                OptionChecks.text(common.getFlow()).orElse(name()),
                OptionChecks.text(common.getStream()).orElse(name())),
            common.getOutputType() == OutputType.JSON,
            setup.workers()::repeat));
  }
}
