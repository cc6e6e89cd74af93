// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.option.OutputType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/**
 * One operation: what it is called, which options it takes, and how its work is made. Stateless.
 */
public interface Room {

  /** Names of the common options of an operation that runs statements, and more. */
  static Set<String> statementOptions(String... more) {
    Set<String> names = new TreeSet<>(Arrays.asList(more));
    names.addAll(List.of("statementTimeout", "queueTimeout", "warehouseStartTimeout"));
    return names;
  }

  /** The first part of an endpoint's path. */
  String name();

  /** Values of outputType that it knows. */
  default Set<OutputType> outputs() {
    return Set.of(OutputType.LIST);
  }

  /** Whether the path names an object. */
  default boolean takesObject() {
    return false;
  }

  /** Whether it changes the workspace, which a connection has to allow. */
  default boolean writesBack() {
    return false;
  }

  /** Whether what it does to the connection counts for the health of the application. */
  default boolean watched() {
    return true;
  }

  /** Names of common options that it takes, besides those that all operations take. */
  Set<String> commonOptions();

  /** Classes of the options that it takes besides. */
  default List<Class<?>> groups() {
    return List.of();
  }

  /** Names of those options that it takes on one side of a route only. */
  default Set<String> onlyOn(Side side) {
    return Set.of();
  }

  /**
   * Looks at the values of the options when an endpoint starts.
   *
   * @throws DatabricksException CONFIGURATION naming the option that is wrong
   */
  default void check(RoomSetup setup) {}

  /** The same, where the two sides of a route take other options. */
  default void check(RoomSetup setup, Side side) {
    check(setup);
  }

  /** Its work on one connection, for an endpoint that is sent to. */
  default DatabricksOperation producer(
      RoomSetup setup, WorkspaceConnection connection, Measurements measurements) {
    throw OptionChecks.wrong(
        "databricks:" + name() + " can only be received from. Use it in from.");
  }

  /** Its consumer, for an endpoint that is received from. */
  default Consumer consumer(
      RoomSetup setup,
      Processor processor,
      WorkspaceConnection connection,
      Measurements measurements) {
    throw new UnsupportedOperationException("databricks:" + name() + " can only be sent to.");
  }
}
