// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import static io.lakeroute.databricks.option.OptionChecks.wrong;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * Reads the options of a URI as they were written, and refuses what Camel would alter on the way
 * from there to the endpoint. Stateless.
 */
public final class EndpointTexts {

  static final String REMEDY =
      "Write RAW(...) around the text, use parameters in YAML, or take the text from a property or"
          + " a resource.";

  private static final Pattern NORMALIZED = Pattern.compile("[^:?]+://");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");
  private static final Pattern DECODED = Pattern.compile("\\+|%[0-9A-Fa-f]{2}");
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern ENCODED = Pattern.compile("[\\w.*+%-]*");

  private static final Pattern BLANKS = Pattern.compile("\\s++");

  private static final Pattern ABSENT = Pattern.compile("\\{\\{\\?[^{}]+}}");
  private static final Pattern PERCENT = Pattern.compile("%(?!25)");

  private EndpointTexts() {}

  /**
   * The options as the endpoint takes them, free of RAW().
   *
   * @param uri as it reached the component: as written, or normalized where Camel made it of a
   *     message
   * @param options not decoded
   * @param given values of the Kamelet's properties, which come into RAW() as they are
   */
  public static Map<String, Object> read(
      String uri, Map<String, Object> options, Collection<Object> given) {
    boolean normalized = normalized(uri, options);
    return read(
        options,
        (name, inner) -> given.contains(inner) ? inner : percent(name, inner, normalized),
        normalized ? (name, text) -> decoded(text) : EndpointTexts::asWritten);
  }

  /** The same for a URI that a message made from YAML's parameters, before Camel normalizes it. */
  static Map<String, Object> evaluated(Map<String, Object> options) {
    return read(options, (name, inner) -> inner.replace("%25", "%"), EndpointTexts::asWritten);
  }

  private static Map<String, Object> read(
      Map<String, Object> options, BinaryOperator<String> inRaw, BinaryOperator<String> outside) {
    Map<String, Object> read = new LinkedHashMap<>();
    String closing = closing(options);
    options.forEach(
        (name, value) -> {
          checkName(name, value);
          if (!(value instanceof String text)) {
            read.put(name, value);
          } else if (opensRaw(text)) {
            String inner = inner(name, text);
            if (!ABSENT.matcher(inner).matches()) {
              read.put(name, whole(name, inRaw.apply(name, inner)));
            }
          } else {
            checkTail(name, text, closing);
            read.put(name, whole(name, outside.apply(name, text)));
          }
        });
    return read;
  }

  /**
   * What Camel loses or refuses in any URI: it puts lines together without a blank, and takes no
   * control character.
   *
   * @param where the endpoint or property, for the message
   */
  static void checkCharacters(String where, String text) {
    if (severalLines(text)) {
      throw wrong(
          where
              + " holds a text of several lines, which Camel puts together without a blank. Write it"
              + " in one line (in YAML, behind > instead of |), or take it from a resource, as in"
              + " sql: resource:classpath:leads.sql.");
    }
    if (text.chars().anyMatch(EndpointTexts::refused)) {
      throw wrong(
          where
              + " holds a tab, another control character or a blank outside of ASCII, which Camel"
              + " takes in no URI. Write a plain blank, or take the text from a resource.");
    }
  }

  /** But lines that begin with an option, and the end of YAML's block before its RAW() ends. */
  private static boolean severalLines(String text) {
    int end = text.stripTrailing().length();
    Matcher blanks = BLANKS.matcher(text);
    while (blanks.find() && blanks.end() < end) {
      boolean line = blanks.group().indexOf('\n') >= 0 || blanks.group().indexOf('\r') >= 0;
      int next = blanks.end();
      char first = text.charAt(next);
      boolean option = first == '&' || first == '?';
      boolean closing =
          (first == ')' || first == '}') && (next + 1 == end || text.charAt(next + 1) == '&');
      if (line && !option && !closing) {
        return true;
      }
    }
    return false;
  }

  private static boolean refused(int character) {
    return character != '\n'
        && character != '\r'
        && (Character.isISOControl(character)
            || character > 127 && Character.isSpaceChar(character));
  }

  /**
   * What stands before the options.
   *
   * @param remaining encoded, as Camel gives it
   */
  public static String path(String uri, String remaining) {
    String written = StringHelper.before(uri, "?", uri);
    if (!NORMALIZED.matcher(uri).lookingAt() && ESCAPE.matcher(written).find()) {
      throw wrong(
          "The path of the endpoint holds %, which Camel decodes there. Write the name into the"
              + " option object, as parameter in YAML or in RAW(...).");
    }
    return URI.create("path:" + remaining).getSchemeSpecificPart();
  }

  /** Camel writes the scheme of a normalized URI with two slashes, and leaves nothing unencoded. */
  private static boolean normalized(String uri, Map<String, Object> options) {
    return NORMALIZED.matcher(uri).lookingAt()
        && options.values().stream()
            .allMatch(
                value ->
                    !(value instanceof String text)
                        || opensRaw(text)
                        || ENCODED.matcher(text).matches());
  }

  private static void checkName(String name, Object value) {
    if (!NAME.matcher(name).matches()) {
      throw wrong("A text in the URI of the endpoint holds &, which ends an option. " + REMEDY);
    }
    if (value instanceof List) {
      throw wrong(
          "The option "
              + name
              + " stands twice in the URI of the endpoint, or a text holds &, which ends an option. "
              + REMEDY);
    }
  }

  public static boolean opensRaw(Object value) {
    return value instanceof String text && (text.startsWith("RAW(") || text.startsWith("RAW{"));
  }

  private static String inner(String name, String text) {
    if (!text.endsWith(text.charAt(3) == '(' ? ")" : "}")) {
      throw wrong(
          "The option " + name + " begins with RAW" + text.charAt(3) + " and does not end.");
    }
    String inner = text.substring(4, text.length() - 1);
    // Camel wraps RAW{} of a route in RAW() once more.
    return inner.startsWith("RAW{") && inner.endsWith("}")
        ? inner.substring(4, inner.length() - 1)
        : inner;
  }

  /**
   * Camel writes %25 for the percent signs of YAML's parameters, once, and for those of a
   * normalized URI once more; of a text that was never in YAML nothing says which it is.
   */
  private static String percent(String name, String text, boolean normalized) {
    String once = normalized ? text.replace("%25", "%") : text;
    if (!normalized && once.contains("%25") && PERCENT.matcher(once).find()) {
      throw wrong(
          "The option "
              + name
              + " holds % and %25, and Camel takes %25 for % in RAW(...). Take the text from a"
              + " resource, or keep all of it in one place.");
    }
    return once.replace("%25", "%");
  }

  private static String asWritten(String name, String text) {
    if (DECODED.matcher(text).find()) {
      throw wrong("The option " + name + " holds + or %, which Camel decodes in a URI. " + REMEDY);
    }
    return text;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The brackets that close what opens with RAW. */
  private static String closing(Map<String, Object> options) {
    return options.values().stream()
        .filter(EndpointTexts::opensRaw)
        .map(value -> ((String) value).charAt(3) == '(' ? ")" : "}")
        .distinct()
        .collect(Collectors.joining());
  }

  /** The end of a text that Camel cut in two: it has the bracket that closes RAW. */
  private static void checkTail(String name, String text, String closing) {
    if (!text.isEmpty()
        && closing.indexOf(text.charAt(text.length() - 1)) >= 0
        && !(name.startsWith("parameters.") && balanced(text))) {
      throw wrong(
          "The option "
              + name
              + " ends in a bracket outside of RAW(...), as does the rest of a text that holds )&,"
              + " which ends RAW(...). Write RAW(...) around the value of this option, or a blank"
              + " between ) and & in the text.");
    }
  }

  private static boolean balanced(String text) {
    return count(text, "[({]") == count(text, "[)}]");
  }

  private static long count(String text, String bracket) {
    return Pattern.compile(bracket).matcher(text).results().count();
  }

  /** A placeholder without a value is never meant as text. */
  private static String whole(String name, String text) {
    if (text.contains("{{?") || opensRaw(text)) {
      throw wrong(
          "The option "
              + name
              + " still holds a placeholder without a value, or RAW. Give the placeholder a default,"
              + " as in {{name:}}, and write RAW(...) around all of the text or not at all.");
    }
    return text;
  }

  /** The URI under which Camel knows the endpoint. */
  public static String normalized(String uri) throws URISyntaxException {
    return UnsafeUriCharactersEncoder.encode(URISupport.normalizeUri(uri));
  }
}
