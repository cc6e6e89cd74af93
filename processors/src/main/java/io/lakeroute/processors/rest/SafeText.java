// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

/** Makes text from outside fit for a message: bounded, and of harmless characters only. */
public final class SafeText {

  private static final int MAX_LENGTH = 40;

  private SafeText() {}

  /** The text with unusual characters replaced by {@code ?}, cut after 40 characters. */
  public static String of(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder safe = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char each = text.charAt(i);
      safe.append(isHarmless(each) ? each : '?');
    }
    return text.length() > MAX_LENGTH ? safe.append("...").toString() : safe.toString();
  }

  private static boolean isHarmless(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || " _-.:+@".indexOf(each) >= 0;
  }
}
