// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * A digest over a list of texts in which no two different lists look alike; for one thread.
 *
 * <p>Each text is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
 */
final class BoundText {

  private final MessageDigest digest;

  BoundText() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  BoundText add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  BoundText add(byte[] bytes) {
    length(bytes.length);
    digest.update(bytes);
    return this;
  }

  BoundText addAll(Collection<String> texts) {
    length(texts.size());
    texts.forEach(this::add);
    return this;
  }

  byte[] sha256() {
    return digest.digest();
  }

  private void length(int length) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (length >>> shift));
    }
  }
}
