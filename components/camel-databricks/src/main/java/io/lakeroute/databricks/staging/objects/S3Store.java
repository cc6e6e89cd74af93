// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.StagingPlace;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Staged objects in a bucket of S3, or of a server that speaks S3. Thread-safe. */
final class S3Store implements StagingStore, AutoCloseable {

  private static final int BATCH = 1_000;

  /** Buffers that are kept while nothing is written, unless memory is short. */
  private static final int MOST_BUFFERS = 3;

  private final String connection;
  private final StagingPlace.Bucket place;
  private final S3Credentials credentials;
  private final S3Client client;
  private final S3Calls calls;
  private final Executor background;
  private final Queue<SoftReference<byte[]>> buffers = new ConcurrentLinkedQueue<>();

  private S3Store(WorkspaceConnection connection, StagingPlace.Bucket place) {
    this.connection = connection.profile().name();
    this.place = place;
    this.credentials = new S3Credentials(place.keys());
    this.client = S3Clients.open(connection.profile(), place, credentials);
    this.calls = new S3Calls(this.connection, credentials);
    this.background = task -> connection.background().execute(task);
  }

  static S3Store open(WorkspaceConnection connection, StagingPlace.Bucket place) {
    return new S3Store(connection, place);
  }

  S3Client client() {
    return client;
  }

  S3Calls calls() {
    return calls;
  }

  String bucket() {
    return place.bucket();
  }

  boolean plainHttp() {
    return place.endpoint().filter(endpoint -> endpoint.url().startsWith("http:")).isPresent();
  }

  /** A buffer of the size of a part; those that were given back are used again. */
  byte[] buffer() {
    SoftReference<byte[]> free = buffers.poll();
    byte[] bytes = free == null ? null : free.get();
    return bytes == null ? new byte[S3Parts.PART] : bytes;
  }

  void giveBack(byte[] buffer) {
    if (buffer.length == S3Parts.PART && buffers.size() < MOST_BUFFERS) {
      buffers.add(new SoftReference<>(buffer));
    }
  }

  String key(String path) {
    return place.folder().isEmpty() ? path : place.folder() + "/" + path;
  }

  /** Of all keys below a folder. */
  private String prefix(String folder) {
    String key = folder.isEmpty() ? place.folder() : key(folder);
    return key.isEmpty() ? "" : key + "/";
  }

  private String path(String key) {
    return place.folder().isEmpty() ? key : key.substring(place.folder().length() + 1);
  }

  @Override
  public String location(String path) {
    return path.isEmpty() ? place.location() : place.location() + "/" + path;
  }

  @Override
  public String credentialClause() {
    return CopyClause.of(connection, place.copy(), credentials);
  }

  @Override
  public long longestObject() {
    return S3Parts.LONGEST_OBJECT;
  }

  @Override
  public ObjectUpload upload(String path) {
    return new S3Upload(this, path, background);
  }

  @Override
  public List<String> list(String folder) {
    String prefix = prefix(folder);
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          calls.call(
              "Cannot list " + location(folder),
              time ->
                  client.listObjectsV2(
                      r ->
                          r.bucket(bucket())
                              .prefix(prefix)
                              .continuationToken(from)
                              .overrideConfiguration(time)));
      page.contents().stream()
          .map(S3Object::key)
          .filter(key -> !key.endsWith("/")) // What consoles put there for an empty folder.
          .map(this::path)
          .forEach(found::add);
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
    found.sort(null);
    return List.copyOf(found);
  }

  @Override
  public void delete(List<String> paths) {
    for (int from = 0; from < paths.size(); from += BATCH) {
      List<String> batch = paths.subList(from, Math.min(paths.size(), from + BATCH));
      try {
        deleteBatch(batch).forEach(this::deleteOne);
      } catch (DatabricksException e) {
        if (e.getReason() != Reason.INVALID) {
          throw e;
        }
        batch.forEach(this::deleteOne); // Some servers know no batches.
      }
    }
  }

  /** Deletes several; gives those that were not. */
  private List<String> deleteBatch(List<String> paths) {
    List<ObjectIdentifier> keys =
        paths.stream().map(path -> ObjectIdentifier.builder().key(key(path)).build()).toList();
    return calls
        .call(
            "Cannot delete objects of " + place.location(),
            time ->
                client.deleteObjects(
                    r ->
                        r.bucket(bucket())
                            .delete(d -> d.quiet(true).objects(keys))
                            .overrideConfiguration(time)))
        .errors()
        .stream()
        .map(S3Error::key)
        .map(this::path)
        .toList();
  }

  void deleteOne(String path) {
    calls.call(
        "Cannot delete " + location(path),
        time ->
            client.deleteObject(
                r -> r.bucket(bucket()).key(key(path)).overrideConfiguration(time)));
  }

  @Override
  public void abortUploads(String folder, Instant before) {
    String prefix = prefix(folder);
    ListMultipartUploadsRequest.Builder next =
        ListMultipartUploadsRequest.builder().bucket(bucket()).prefix(prefix);
    ListMultipartUploadsResponse page;
    do {
      page =
          calls.call(
              "Cannot list the uploads of " + location(folder),
              time -> client.listMultipartUploads(next.overrideConfiguration(time).build()));
      page.uploads().stream()
          .filter(upload -> upload.key().startsWith(prefix))
          .filter(upload -> begunBefore(upload, before))
          .forEach(this::abort);
      next.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
    } while (Boolean.TRUE.equals(page.isTruncated()));
  }

  /** Some servers do not say when an upload was begun: it may be under way. */
  private static boolean begunBefore(MultipartUpload upload, Instant before) {
    return before.equals(Instant.MAX)
        || (upload.initiated() != null && upload.initiated().isBefore(before));
  }

  private void abort(MultipartUpload upload) {
    abort(upload.key(), upload.uploadId());
  }

  /** Ends an upload; one that has ended already is fine. */
  void abort(String key, String uploadId) {
    try {
      calls.call(
          "Cannot end an upload to s3://" + bucket() + "/" + key,
          time ->
              client.abortMultipartUpload(
                  r -> r.bucket(bucket()).key(key).uploadId(uploadId).overrideConfiguration(time)));
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    client.close();
    credentials.close();
  }

  @Override
  public String toString() {
    return place.location();
  }
}
