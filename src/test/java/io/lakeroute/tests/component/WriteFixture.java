// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Map;

/** A component that may write, and a look at what it has written. */
abstract class WriteFixture extends ComponentFixture {

  /** Whether every message of more than one row goes through staged objects. */
  final boolean staged;

  final Written written;

  /** Of the connection. */
  final Map<String, String> keys;

  WriteFixture(LocalWorkspace workspace) {
    super(workspace, tests -> keys(workspace, tests));
    this.keys = keys(workspace, getClass());
    this.staged = getClass().isAnnotationPresent(Staged.class);
    this.written = new Written(workspace, component, staged ? "&stageAbove=1" : "");
  }

  private static Map<String, String> keys(LocalWorkspace workspace, Class<?> tests) {
    Staged staged = tests.getAnnotation(Staged.class);
    return Exports.keys(workspace, staged == null ? Map.of() : staged.value().keys(workspace));
  }
}
