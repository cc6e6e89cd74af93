// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.error.SecretTexts;
import io.lakeroute.databricks.profile.StagingPlace;
import io.lakeroute.databricks.unity.VolumeFiles;
import java.util.regex.Pattern;

/** Opens the staging places of connections. Stateless. */
public final class StagingStores {

  private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");

  private StagingStores() {}

  /**
   * The staging place of a connection: made with the first call, closed with the connection.
   *
   * @throws DatabricksException CONFIGURATION when the connection has none, or a library is missing
   */
  public static StagingStore of(WorkspaceConnection connection) {
    return connection.kept(StagingStore.class, StagingStores::open);
  }

  /**
   * The AWS SDK's client of a connection whose staging place is a bucket, for other components; it
   * is closed with the connection. Not typed, as the library may be missing.
   */
  public static Object s3Client(WorkspaceConnection connection) {
    return ((S3Store) of(connection)).client();
  }

  /** What must not be shown of a credential clause of {@link StagingStore}: all its literals. */
  public static SecretTexts secretsOf(String credentialClause) {
    return SecretTexts.of(
        LITERAL
            .matcher(credentialClause)
            .results()
            .map(literal -> literal.group(1).replaceAll("\\\\(.)", "$1"))
            .toList());
  }

  private static StagingStore open(WorkspaceConnection connection) {
    String name = connection.profile().name();
    StagingPlace place =
        connection
            .profile()
            .staging()
            .orElseThrow(
                () ->
                    new DatabricksException(
                        Reason.CONFIGURATION,
                        "Connection '"
                            + name
                            + "' has no place for staged objects. Set databricks.connections."
                            + name
                            + ".stagingPrefix to s3://<bucket>/<path> or"
                            + " /Volumes/<catalog>/<schema>/<volume>/<path>."));
    if (place instanceof StagingPlace.Volume volume) {
      return new VolumeStore(new VolumeFiles(connection), volume.location());
    }
    require(name, "software.amazon.awssdk.services.s3.S3Client", "software.amazon.awssdk:s3");
    require(
        name,
        "software.amazon.awssdk.http.apache.ApacheHttpClient",
        "software.amazon.awssdk:apache-client");
    return S3Store.open(connection, (StagingPlace.Bucket) place);
  }

  /**
   * @param type a class of the library, which is optional
   */
  private static void require(String connection, String type, String library) {
    try {
      Class.forName(type, false, StagingStores.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection
              + "' stages objects in S3, and "
              + library
              + " is missing. Add camel-aws2-s3, or software.amazon.awssdk:s3 and"
              + " software.amazon.awssdk:apache-client, to the class path; or set stagingPrefix to a volume.");
    }
  }
}
