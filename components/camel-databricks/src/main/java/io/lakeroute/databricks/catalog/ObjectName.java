package io.lakeroute.databricks.catalog;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * A full name of a table or view: the only place where identifiers are parsed and quoted.
 * Immutable.
 *
 * @param catalog first part, without quotes
 * @param schema second part, without quotes
 * @param object third part, without quotes
 */
public record ObjectName(String catalog, String schema, String object) {

  private static final int LONGEST_PART = 255;

  public ObjectName {
    checkPart(catalog);
    checkPart(schema);
    checkPart(object);
  }

  /**
   * Reads {@code main.crm.leads}, where a part may stand in backticks, as in {@code main.crm.`my
   * leads`}.
   *
   * @throws DatabricksException INVALID when it has not exactly three parts or a part is not right
   */
  public static ObjectName parse(String text) {
    List<String> parts = new Splitter(text).split();
    if (parts.size() != 3) {
      throw invalid(
          "'"
              + text
              + "' has "
              + parts.size()
              + (parts.size() == 1 ? " part" : " parts")
              + ". Write all three, catalog.schema.table: a shorter name would mean another table under another connection.");
    }
    return new ObjectName(parts.get(0), parts.get(1), parts.get(2));
  }

  /** For REST paths and messages: parts joined by dots. */
  public String fullName() {
    return catalog + "." + schema + "." + object;
  }

  /** For statements: every part in backticks. */
  public String quoted() {
    return quote(catalog) + "." + quote(schema) + "." + quote(object);
  }

  /** One identifier in backticks, whatever it holds. */
  public static String quote(String identifier) {
    checkPart(identifier);
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return fullName();
  }

  private static void checkPart(String part) {
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

  /** Cuts at dots outside of backticks. */
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
