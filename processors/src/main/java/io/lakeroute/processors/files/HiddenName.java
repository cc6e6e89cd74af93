// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import io.lakeroute.processors.json.Sha256;

/** Names of hidden files and folders that show what they belong to; stateless. */
public final class HiddenName {

  private static final int READABLE_NAME = 60;

  private HiddenName() {}

  /**
   * A name that begins with a dot, ends with a hash of the key, and shows the end of the key.
   *
   * @param key any text; two keys have two names
   */
  public static String of(String key) {
    return of(key, key);
  }

  /**
   * The same, with a hash of more than what may be shown.
   *
   * @param shown what the name shows the end of
   * @param key any text; two keys have two names
   */
  public static String of(String shown, String key) {
    String readable = shown.replaceAll("[^A-Za-z0-9._-]", "_");
    return "."
        + readable.substring(Math.max(0, readable.length() - READABLE_NAME))
        + "-"
        + Sha256.hex(key).substring(0, 8);
  }
}
