package io.lakeroute.tests.workspace;

import java.sql.Connection;

/** The local workspace as one test class sees it: a schema of its own, and the knobs. */
public record LocalWorkspace(Workspace access, Knobs knobs) {

  /** The three-part name of an object in this test class's schema. */
  public String name(String object) {
    return access.name(object);
  }

  public Connection connect(Driver.Mode mode) {
    return Driver.connect(access, mode);
  }

  public Statements statements() {
    return Statements.of(access);
  }
}
