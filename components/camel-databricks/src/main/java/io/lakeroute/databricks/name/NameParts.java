// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.name;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.ArrayList;
import java.util.List;

/** The parts of a written name: cut at dots outside of backticks, and checked. Stateless. */
final class NameParts {

  private static final int LONGEST_PART = 255;

  private NameParts() {}

  /**
   * The parts of a name such as {@code main.crm.`my leads`}, without quotes; not checked yet.
   *
   * @throws DatabricksException INVALID when it cannot be cut up
   */
  static List<String> split(String text) {
    return new Splitter(text).split();
  }

  /**
   * @throws DatabricksException INVALID when no object can have such a part
   */
  static void check(String part) {
    if (part.isEmpty()) {
      throw invalid("A name has an empty part.");
    }
    if (part.length() > LONGEST_PART) {
      throw invalid(
          "A part of a name is "
              + part.length()
              + " characters long; "
              + LONGEST_PART
              + " are allowed.");
    }
    // What Unity Catalog refuses in names anyway; kept out so that a name is one token in every
    // text it is put into.
    if (part.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw invalid("A part of a name holds a control character.");
    }
  }

  private static DatabricksException invalid(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }

  private static final class Splitter {
    private final String text;
    private int at;

    Splitter(String text) {
      this.text = text.strip();
    }

    List<String> split() {
      List<String> parts = new ArrayList<>();
      do {
        parts.add(at < text.length() && text.charAt(at) == '`' ? quotedPart() : plainPart());
      } while (at++ < text.length());
      return parts;
    }

    private String plainPart() {
      int start = at;
      while (at < text.length() && text.charAt(at) != '.') {
        char c = text.charAt(at);
        if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '$') {
          throw invalid("'" + text + "' holds '" + c + "' outside of backticks.");
        }
        at++;
      }
      return text.substring(start, at);
    }

    private String quotedPart() {
      StringBuilder part = new StringBuilder();
      at++;
      while (at < text.length()) {
        if (text.charAt(at) != '`') {
          part.append(text.charAt(at++));
        } else if (text.startsWith("``", at)) {
          part.append('`');
          at += 2;
        } else {
          at++;
          if (at < text.length() && text.charAt(at) != '.') {
            throw invalid("'" + text + "' goes on after a closing backtick.");
          }
          return part.toString();
        }
      }
      throw invalid("'" + text + "' has a backtick without its counterpart.");
    }
  }
}
