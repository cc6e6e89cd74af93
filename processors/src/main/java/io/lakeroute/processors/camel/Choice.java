// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads options that are one of a few words; stateless. */
final class Choice {

  private Choice() {}

  /**
   * The constant that the text names, in lower case.
   *
   * @throws IllegalArgumentException naming the words that are allowed
   */
  static <E extends Enum<E>> E of(Class<E> words, String option, String text) {
    return Arrays.stream(words.getEnumConstants())
        .filter(each -> lowerCase(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is '%s'; use one of %s."
                        .formatted(
                            option,
                            text,
                            Arrays.stream(words.getEnumConstants())
                                .map(Choice::lowerCase)
                                .collect(Collectors.joining(", ")))));
  }

  private static String lowerCase(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
