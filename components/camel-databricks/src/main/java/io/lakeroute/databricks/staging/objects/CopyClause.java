// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.profile.StagingPlace.CopyCredential;
import io.lakeroute.databricks.staging.SqlText;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Writes what lets COPY INTO read a bucket. Stateless. */
final class CopyClause {

  private CopyClause() {}

  static String of(String connection, CopyCredential copy, S3Credentials credentials) {
    if (copy instanceof CopyCredential.Named named) {
      return "WITH (CREDENTIAL " + ObjectName.quote(named.name()) + ")";
    }
    if (copy instanceof CopyCredential.None) {
      return "";
    }
    AwsCredentials now;
    try {
      now = credentials.resolveCredentials();
    } catch (RuntimeException e) {
      throw S3Failures.of(
          "Cannot get credentials for COPY INTO on connection '" + connection + "'", e);
    }
    if (!(now instanceof AwsSessionCredentials temporary)) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection
              + "': staging.copyCredential=inline needs temporary credentials, and those of this process are not."
              + " Give it a role, or set staging.copyCredential to none or to a storage credential.");
    }
    return "WITH (CREDENTIAL (AWS_ACCESS_KEY = "
        + SqlText.literal(temporary.accessKeyId())
        + ", AWS_SECRET_KEY = "
        + SqlText.literal(temporary.secretAccessKey())
        + ", AWS_SESSION_TOKEN = "
        + SqlText.literal(temporary.sessionToken())
        + "))";
  }
}
