// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import java.time.Instant;
import java.util.List;

/**
 * The objects of a connection's staging place, which lies in S3 or in a Unity Catalog volume.
 * Thread-safe.
 *
 * <p>Paths are relative to the staging place, such as {@code acme/leads/run-1/part-00000.jsonl},
 * and never begin with a slash. All methods throw {@link
 * io.lakeroute.databricks.error.DatabricksException}: NOT_FOUND for a missing bucket or volume,
 * UNAUTHENTICATED for a refused key, FORBIDDEN, THROTTLED, UNAVAILABLE.
 */
public interface StagingStore {

  /** The path as SQL reads it, such as {@code s3://bucket/prefix/…} or {@code /Volumes/…}. */
  String location(String path);

  /**
   * What follows the location in COPY INTO, such as {@code WITH (CREDENTIAL …)}; empty where the
   * workspace may read the place by itself. May hold secrets.
   */
  String credentialClause();

  /** The most bytes that one object may have. */
  long longestObject();

  /** Begins an object; what is there at the path is replaced when it is complete. */
  ObjectUpload upload(String path);

  /** Paths of all objects below a folder, at any depth, in the order of their names. */
  List<String> list(String folder);

  /** Deletes objects; those that are not there are left out. */
  void delete(List<String> paths);

  /**
   * Ends uploads below a folder that were neither completed nor aborted.
   *
   * @param before when they were begun; {@link Instant#MAX} for all
   */
  void abortUploads(String folder, Instant before);
}
