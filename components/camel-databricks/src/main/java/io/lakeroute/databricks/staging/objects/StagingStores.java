package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.StagingPlace;
import io.lakeroute.databricks.unity.VolumeFiles;

/** Opens the staging places of connections. Stateless. */
public final class StagingStores {

  private StagingStores() {}

  /**
   * The staging place of a connection: made with the first call, closed with the connection.
   *
   * @throws DatabricksException CONFIGURATION when the connection has none
   */
  public static StagingStore of(WorkspaceConnection connection) {
    return connection.kept(StagingStore.class, StagingStores::open);
  }

  private static StagingStore open(WorkspaceConnection connection) {
    StagingPlace place =
        connection
            .profile()
            .staging()
            .orElseThrow(
                () ->
                    new DatabricksException(
                        Reason.CONFIGURATION,
                        "Connection '"
                            + connection.profile().name()
                            + "' has no place for staged objects. Set databricks.connections."
                            + connection.profile().name()
                            + ".stagingPrefix to s3://<bucket>/<path> or"
                            + " /Volumes/<catalog>/<schema>/<volume>/<path>."));
    if (place instanceof StagingPlace.Volume volume) {
      return new VolumeStore(new VolumeFiles(connection), volume.location());
    }
    throw new UnsupportedOperationException("S3 comes next");
  }
}
