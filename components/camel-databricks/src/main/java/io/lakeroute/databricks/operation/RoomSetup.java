// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.statement.guard.StatementReader;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** What a room makes its work of: the options of one endpoint, and what its component shares. */
public interface RoomSetup {

  /** The options that several operations share. */
  CommonOptions common();

  /** The options of a group, such as {@code WriteOptions}. */
  <T> T options(Class<T> group);

  Endpoint endpoint();

  CamelContext camel();

  /** Another named connection. */
  WorkspaceConnection connection(String name);

  StatementReader statementReader();

  /** The scheduled runs of the Camel context. */
  RunService runs();

  Workers workers();
}
