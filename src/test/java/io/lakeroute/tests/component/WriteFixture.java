package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Map;

/** A component that may write, and a look at what it has written. */
abstract class WriteFixture extends ComponentFixture {

  /** Whether every message of more than one row goes through staged objects. */
  final boolean staged;

  final Written written;

  WriteFixture(LocalWorkspace workspace) {
    super(workspace, tests -> Exports.keys(workspace, staging(workspace, tests)));
    this.staged = getClass().isAnnotationPresent(Staged.class);
    this.written = new Written(workspace, component, staged ? "&batchSize=1" : "");
  }

  private static Map<String, String> staging(LocalWorkspace workspace, Class<?> tests) {
    Staged staged = tests.getAnnotation(Staged.class);
    return staged == null ? Map.of() : staged.value().keys(workspace);
  }
}
