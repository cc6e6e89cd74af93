// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Makes names of sources, lookups and fields of names of tables and columns; stateless. */
final class ProposedNames {

  private static final int LONGEST = 50;

  private ProposedNames() {}

  /** A name of letters, digits and _ that is not taken yet, and is from then on. */
  static String unique(String text, Set<String> taken) {
    return unique(text, taken, name -> false);
  }

  /**
   * The same.
   *
   * @param unusable names that must not be used besides
   */
  static String unique(String text, Set<String> taken, Predicate<String> unusable) {
    String plain = text.replaceAll("[^A-Za-z0-9_]", "_");
    String begun = plain.matches("[A-Za-z].*") ? plain : "n" + plain;
    String name = begun.substring(0, Math.min(begun.length(), LONGEST));
    String candidate = name;
    for (int i = 2; unusable.test(candidate) || taken.contains(lowerCase(candidate)); i++) {
      candidate = name + "_" + i;
    }
    taken.add(lowerCase(candidate));
    return candidate;
  }

  /** The name of a model in a file: no capitals. */
  static String ofFile(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    String begun = plain.matches("[a-z0-9].*") ? plain : "m" + plain;
    return begun.substring(0, Math.min(begun.length(), LONGEST));
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
