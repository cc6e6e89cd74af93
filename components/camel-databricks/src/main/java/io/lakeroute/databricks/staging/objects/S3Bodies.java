package io.lakeroute.databricks.staging.objects;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;

/** Sends bytes without a copy, and as often as the SDK needs them. Stateless. */
final class S3Bodies {

  private S3Bodies() {}

  /** Writes an object that needs no parts. */
  static void put(S3Store store, String path, byte[] bytes, int length) {
    String md5 = md5(bytes, length);
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
                                .contentMD5(md5)
                                .overrideConfiguration(time),
                        body(bytes, length)));
  }

  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  static String md5(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
