// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** Sends bytes without a copy, and as often as the SDK needs them. Stateless. */
final class S3Bodies {

  private S3Bodies() {}

  /** Writes an object that needs no parts. */
  static void put(S3Store store, String path, byte[] bytes, int length) {
    Optional<String> md5 = md5(store, bytes, length);
    store
        .calls()
        .call(
            "Cannot write " + store.location(path),
            time ->
                store
                    .client()
                    .putObject(
                        r ->
                            r.bucket(store.bucket())
                                .key(store.key(path))
                                .contentMD5(md5.orElse(null))
                                .overrideConfiguration(time),
                        body(bytes, length)));
  }

  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  /**
   * Over plain HTTP the SDK signs the body, so that nothing else has to tell whether it arrived.
   */
  static Optional<String> md5(S3Store store, byte[] bytes, int length) {
    if (store.plainHttp()) {
      return Optional.empty();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, 0, length);
      return Optional.of(Base64.getEncoder().encodeToString(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
