// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.Workspace;

/**
 * What the product relies on in a workspace, checked from outside with plain HTTP and the driver;
 * {@link TableContract} has what it relies on in tables and files. The same checks run on the local
 * workspace and, with {@code -Dlive=true}, on a real one; a new operation of the product adds its
 * checks to a group here, or a group.
 */
abstract class WorkspaceContract
    implements AuthenticationChecks,
        StatementChecks,
        FailureChecks,
        ResultChecks,
        UnityChecks,
        GrantChecks,
        HistoryChecks,
        SecretChecks,
        WarehouseChecks,
        DriverChecks {
  private final Workspace workspace;

  WorkspaceContract(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }
}
