// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The callers' API keys, known by their SHA-256 hashes only; thread-safe.
 *
 * <p>A plain hash is enough because keys are random: there is no dictionary to try. Several keys
 * may be valid at a time, so that one can be replaced while callers move to the next.
 */
public final class ApiKeys {

  private static final int SHORTEST_KEY = 16;

  private final Map<String, byte[]> hashes;

  private ApiKeys(Map<String, byte[]> hashes) {
    this.hashes = hashes;
  }

  /**
   * Reads the configured list of keys.
   *
   * @param text {@code name=hash} pairs separated by commas, each hash the SHA-256 of a key in hex;
   *     an empty text means no key
   * @throws IllegalArgumentException naming the pair that is wrong, without its hash
   */
  public static ApiKeys parse(String text) {
    Map<String, byte[]> hashes = new LinkedHashMap<>();
    for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
      String[] parts = pair.trim().split("=", 2);
      if (parts.length != 2
          || parts[0].isBlank()
          || !parts[1].trim().matches("[0-9a-fA-F]{64}")
          || hashes.put(parts[0].trim(), HexFormat.of().parseHex(parts[1].trim())) != null) {
        throw new IllegalArgumentException(
            "API key number "
                + (hashes.size() + 1)
                + " must be <name>=<SHA-256 of the key in 64 hex digits>, with a name of its own;"
                + " make a hash with: printf %s \"$KEY\" | sha256sum");
      }
    }
    return new ApiKeys(hashes);
  }

  /** The names of the keys. */
  public Set<String> names() {
    return Collections.unmodifiableSet(hashes.keySet());
  }

  /** Whether there is no key at all. */
  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** The name of the caller with this key; takes the same time whichever key is tried. */
  public Optional<String> caller(String key) {
    if (key.length() < SHORTEST_KEY) {
      return Optional.empty();
    }
    byte[] hash = sha256(key);
    Optional<String> caller = Optional.empty();
    for (Map.Entry<String, byte[]> each : hashes.entrySet()) {
      if (MessageDigest.isEqual(each.getValue(), hash)) {
        caller = Optional.of(each.getKey());
      }
    }
    return caller;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
