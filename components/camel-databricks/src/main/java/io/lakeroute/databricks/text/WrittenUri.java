// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.URISupport;

/**
 * The options of a URI as a route has them, which a message fills with values but does not change;
 * immutable.
 */
final class WrittenUri {

  static final String REMEDY =
      "Bind values as parameters instead, with the header CamelDatabricksParameters.";

  private static final Pattern EXPRESSION = Pattern.compile("\\$(?:simple)?\\{[^{}]*}");

  private final String original;
  private final Map<String, Object> options;
  private final Set<String> separators = new LinkedHashSet<>();

  /**
   * Reads what a route has.
   *
   * @param original with its placeholders and expressions
   */
  WrittenUri(CamelContext context, String original) {
    this.original = original;
    this.options =
        options(
            withoutExpressions(
                EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, original)));
    String separator = "?";
    for (Map.Entry<String, Object> option : options.entrySet()) {
      separators.add(separator + option.getKey() + "=");
      separator = closing(option.getValue()) + "&";
    }
  }

  boolean isOf(String uri) {
    return original.equals(uri);
  }

  /** From the inside out: an expression may hold others, and whatever ends an option. */
  private static String withoutExpressions(String uri) {
    String rest = uri;
    for (String next = ""; !next.equals(rest); ) {
      next = rest;
      rest = EXPRESSION.matcher(rest).replaceAll("");
    }
    return rest;
  }

  private static String closing(Object value) {
    if (!EndpointTexts.opensRaw(value)) {
      return "";
    }
    return value.toString().startsWith("RAW(") ? ")" : "}";
  }

  /**
   * The options of what a message made of it.
   *
   * @throws DatabricksException INVALID, where a value did more than to become one
   */
  Map<String, Object> evaluated(String uri) {
    if (uri.endsWith("&")) {
      throw refused("adds an option to the databricks endpoint: it holds &.");
    }
    Map<String, Object> evaluated = options(uri);
    evaluated.forEach(this::check);
    if (!evaluated.keySet().containsAll(options.keySet())) {
      throw refused("removes an option of the databricks endpoint: it holds RAW or a placeholder.");
    }
    return evaluated;
  }

  private static Map<String, Object> options(String uri) {
    try {
      return URISupport.parseQuery(URISupport.extractQuery(uri), true, true);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw refused("adds an option to the databricks endpoint: it holds &.");
    }
  }

  private void check(String name, Object value) {
    Object written = options.get(name);
    if (written == null || value instanceof List) {
      throw refused("adds an option to the databricks endpoint: it holds &.");
    }
    if (!closing(value).equals(closing(written))) {
      throw refused("begins with RAW, or ends RAW(...), in the option " + name + ".");
    }
    if (separators.stream().anyMatch(s -> count(s, value) > count(s, written))) {
      throw refused("would become a part of the option " + name + ": it holds RAW.");
    }
    if (count("%25", value) > count("%25", written)) {
      throw refused("holds %25, which Camel takes for % in the option " + name + ".");
    }
  }

  private static int count(String part, Object text) {
    return text.toString().split(Pattern.quote(part), -1).length;
  }

  private static DatabricksException refused(String what) {
    return new DatabricksException(Reason.INVALID, "A value of the message " + what + " " + REMEDY);
  }
}
