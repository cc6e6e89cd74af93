// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Where a connection keeps objects that COPY INTO reads. Immutable; its text shows no secret. */
public sealed interface StagingPlace {

  /** The place as SQL reads it, without a slash at its end. */
  String location();

  /**
   * A folder of a Unity Catalog volume.
   *
   * @param catalog the volume's catalog
   * @param location such as {@code /Volumes/main/crm/staging/lakeroute}
   */
  record Volume(String catalog, String location) implements StagingPlace {
    public Volume {
      requireNonNull(catalog, "catalog");
      requireNonNull(location, "location");
    }
  }

  /**
   * A folder of a bucket in S3.
   *
   * @param bucket name of the bucket
   * @param folder path in the bucket, without slashes at its ends; empty for the bucket itself
   * @param region AWS region; if empty, the AWS SDK looks for it
   * @param endpoint another server that speaks S3
   * @param keys who writes; if empty, the AWS SDK looks for credentials
   * @param copy how the workspace reads the place
   */
  record Bucket(
      String bucket,
      String folder,
      Optional<String> region,
      Optional<HostAddress> endpoint,
      Optional<Keys> keys,
      CopyCredential copy)
      implements StagingPlace {
    public Bucket {
      requireNonNull(bucket, "bucket");
      requireNonNull(folder, "folder");
      requireNonNull(region, "region");
      requireNonNull(endpoint, "endpoint");
      requireNonNull(keys, "keys");
      requireNonNull(copy, "copy");
    }

    @Override
    public String location() {
      return "s3://" + bucket + (folder.isEmpty() ? "" : "/" + folder);
    }
  }

  /**
   * An access key of AWS.
   *
   * @param token of temporary credentials
   */
  record Keys(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> token) {
    public Keys {
      requireNonNull(accessKeyId, "accessKeyId");
      requireNonNull(secretAccessKey, "secretAccessKey");
      requireNonNull(token, "token");
    }
  }

  /** How the workspace is allowed to read a bucket. */
  sealed interface CopyCredential {

    /** An external location of Unity Catalog covers the place. */
    record None() implements CopyCredential {}

    /** The statement carries the temporary credentials that write the objects. */
    record Inline() implements CopyCredential {}

    /** The statement names a storage credential. */
    record Named(String name) implements CopyCredential {
      public Named {
        requireNonNull(name, "name");
      }
    }
  }
}
