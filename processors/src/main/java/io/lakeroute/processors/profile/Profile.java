// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import java.time.Instant;
import java.util.Optional;

/**
 * What was known of a key; immutable.
 *
 * @param key a text or a Long, as the keys of the model are
 * @param asOf when it was asked for
 * @param attributes a JSON object
 * @param segments a JSON array
 * @param interactions a JSON array; empty where none were asked for
 */
public record Profile(
    Object key, Instant asOf, String attributes, String segments, Optional<String> interactions) {

  /** About how much memory its texts take. */
  int bytes() {
    return bytes(attributes) + bytes(segments) + bytes(interactions.orElse(""));
  }

  /** One byte a character, or two where one of them is not in Latin-1. */
  private static int bytes(String text) {
    return text.chars().anyMatch(c -> c > 0xFF) ? 2 * text.length() : text.length();
  }
}
