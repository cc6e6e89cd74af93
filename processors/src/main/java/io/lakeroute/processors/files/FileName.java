// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which names a file may be published under: those that show what they are. Stateless. */
public final class FileName {

  private static final int MAX_BYTES = 255;

  private FileName() {}

  /** What is wrong with a name, as the end of a sentence; empty for a right one. */
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return Optional.of("has a slash: it is a name without folders");
    }
    if (name.startsWith(".")) {
      return Optional.of("begins with a dot, which hides it");
    }
    var invisible = name.codePoints().filter(FileName::isInvisible).findFirst();
    if (invisible.isPresent()) {
      return Optional.of(
          "has the control or format character U+%04X".formatted(invisible.getAsInt()));
    }
    return name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        ? Optional.of("is longer than " + MAX_BYTES + " bytes")
        : Optional.empty();
  }

  /** Such characters forge lines of logs and listings, or show a name in another order. */
  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
