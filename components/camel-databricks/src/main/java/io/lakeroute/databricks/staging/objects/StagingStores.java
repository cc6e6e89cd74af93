package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.WorkspaceConnection;

public final class StagingStores {
  private StagingStores() {}

  public static StagingStore of(WorkspaceConnection connection) {
    throw new IllegalStateException("not yet");
  }
}
