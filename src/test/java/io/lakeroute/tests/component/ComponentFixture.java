// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A component that runs as long as the tests of a class. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ComponentFixture {
  final LocalWorkspace workspace;
  final ComponentContext component;

  /** With a connection of the workspace's service principal. */
  ComponentFixture(LocalWorkspace workspace) {
    this(workspace, ComponentContext.servicePrincipal(workspace.access()));
  }

  ComponentFixture(LocalWorkspace workspace, Map<String, String> keys) {
    this(workspace, tests -> keys);
  }

  /**
   * @param keys of the connection for a class of tests
   */
  ComponentFixture(LocalWorkspace workspace, Function<Class<?>, Map<String, String>> keys) {
    this.workspace = workspace;
    this.component = ComponentContext.start(keys.apply(getClass()));
  }

  @AfterAll
  void stop() {
    component.close();
  }
}
