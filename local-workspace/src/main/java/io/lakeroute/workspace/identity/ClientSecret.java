// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * An OAuth secret of a service principal, kept as its hash: it is long and random, so that none but
 * a plain one is needed; immutable.
 *
 * @param createdAt milliseconds since 1970, as are the others
 */
public record ClientSecret(String id, String hash, long createdAt, long expiresAt) {

  static ClientSecret of(String value, Duration lifetime) {
    var now = Instant.now();
    return new ClientSecret(
        UUID.randomUUID().toString(),
        hash(value),
        now.toEpochMilli(),
        now.plus(lifetime).toEpochMilli());
  }

  boolean expired() {
    return Instant.now().toEpochMilli() >= expiresAt;
  }

  boolean matches(String value) {
    return MessageDigest.isEqual(bytes(hash), bytes(hash(value)));
  }

  private static String hash(String value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(value)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
