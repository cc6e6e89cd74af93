// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.sql.Connection;
import java.util.function.Supplier;

/** The local workspace as one test class sees it: a schema of its own, and the knobs. */
public record LocalWorkspace(Workspace access, Knobs knobs, Supplier<Bucket> s3) {

  public static LocalWorkspace of(WorkspaceProcess process, String schema) {
    return new LocalWorkspace(process.workspace(schema), process.knobs(), process::bucket);
  }

  /** The three-part name of an object in this test class's schema. */
  public String name(String object) {
    return access.name(object);
  }

  /** The workspace's bucket; its S3 server starts with the first test class that asks for it. */
  public Bucket bucket() {
    return s3.get();
  }

  public Connection connect(Driver.Mode mode) {
    return Driver.connect(access, mode);
  }

  public Statements statements() {
    return Statements.of(access);
  }
}
