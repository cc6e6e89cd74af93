// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import com.databricks.sdk.service.compute.ClustersAPI;
import com.databricks.sdk.service.compute.State;

/** The workspace's cluster, by the SDK; stateless. */
public final class Clusters {
  public static final String ID = "0101-000000-local001";
  public static final String HTTP_PATH = "/sql/protocolv1/o/0/" + ID;

  private Clusters() {}

  /** Its sessions are gone, too. */
  public static void terminate(LocalWorkspace workspace) {
    clusters(workspace).delete(ID);
  }

  public static State state(LocalWorkspace workspace) {
    return clusters(workspace).get(ID).getState();
  }

  private static ClustersAPI clusters(LocalWorkspace workspace) {
    return Identities.of(workspace).admin().clusters();
  }
}
