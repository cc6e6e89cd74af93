package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;

/** A component that may write, and a look at what it has written. */
abstract class WriteFixture extends ComponentFixture {
  final Written written;

  WriteFixture(LocalWorkspace workspace) {
    super(workspace, ComponentContext.writeBack(workspace.access()));
    this.written = new Written(workspace, component);
  }
}
