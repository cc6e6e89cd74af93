// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

/** Checks ids that callers send; stateless. */
public final class RequestIds {

  private static final int LONGEST = 512;

  private RequestIds() {}

  /**
   * Refuses what is no id: blank, longer than 512 characters, or with control characters.
   *
   * @param name of the parameter
   * @throws RequestException INVALID, without the value
   */
  public static void require(String name, String value) {
    if (value.isBlank()
        || value.length() > LONGEST
        || value.chars().anyMatch(Character::isISOControl)) {
      throw RequestException.invalid(
          "'" + name + "' must have 1 to " + LONGEST + " characters and no control character");
    }
  }
}
