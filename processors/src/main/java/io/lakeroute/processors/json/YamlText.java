// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.json;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes texts into YAML; stateless. */
public final class YamlText {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)*");

  /** What YAML 1.1 or 1.2 takes for no text. */
  private static final Set<String> NO_TEXTS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private YamlText() {}

  /** A text on one line, in quotes where it needs them; inside of a comment, too. */
  public static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(point -> append(point, quoted));
    return quoted.append('"').toString();
  }

  private static void append(int point, StringBuilder quoted) {
    if (point == '"' || point == '\\') {
      quoted.append('\\').appendCodePoint(point);
    } else if (printable(point)) {
      quoted.appendCodePoint(point);
    } else {
      quoted.append((point > 0xffff ? "\\U%08x" : "\\u%04x").formatted(point));
    }
  }

  /** Whether a reader takes it as it is, and as no end of a line. */
  private static boolean printable(int point) {
    return point >= ' ' && point <= '~'
        || point >= 0xa0
            && point != 0x2028
            && point != 0x2029
            && point != 0xfeff
            && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            && (point & 0xfffe) != 0xfffe;
  }
}
