// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.Workspace;

/**
 * What the product relies on in the tables and files of a workspace; see {@link WorkspaceContract}.
 */
abstract class TableContract implements TableChecks, ChangeChecks, VolumeChecks, WritingChecks {
  private final Workspace workspace;

  TableContract(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }
}
