// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import static io.lakeroute.databricks.option.OptionChecks.wrong;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.util.URISupport;

/**
 * Refuses routes in which Camel would alter a text on its way to an endpoint or Kamelet of this
 * project, before it does so; stateless but for its context.
 */
public final class RouteTexts extends ModelLifecycleStrategySupport {

  private static final Pattern KAMELET =
      Pattern.compile("kamelet:(?://)?(databricks-[\\w-]+).*", Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:]+)(?::[^{}]*)?}}");
  private static final Pattern WHOLE = Pattern.compile("RAW\\(\\{\\{[^{}]+}}\\)");
  private static final Pattern SAFE = Pattern.compile("[\\w.*-]*|RAW[({][^%]*");
  private static final Pattern EXPRESSION = Pattern.compile("\\$(?:simple)?\\{");
  private static final Pattern RAW = Pattern.compile("RAW[({]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");

  private final CamelContext context;
  private final Predicate<String> schemes;

  /**
   * @param schemes which are names of the component
   */
  public RouteTexts(CamelContext context, Predicate<String> schemes) {
    this.context = context;
    this.schemes = schemes;
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    check(route);
  }

  public void check(RouteDefinition route) {
    if (route.getInput() != null) {
      check(route, begun(route, route.getInput().getEndpointUri()), false);
    }
    for (ProcessorDefinition<?> step : steps(route)) {
      uri(step)
          .map(uri -> begun(route, uri))
          .ifPresent(
              uri -> {
                checkMessage(step, uri);
                check(route, uri, step instanceof ToDynamicDefinition);
                checkOptimised(step, uri);
              });
    }
  }

  private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
    List<ProcessorDefinition<?>> steps = new ArrayList<>();
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), ProcessorDefinition.class)) {
      steps.add(step);
    }
    return steps;
  }

  private static Optional<String> uri(ProcessorDefinition<?> step) {
    if (step instanceof ToDynamicDefinition dynamic) {
      return Optional.ofNullable(dynamic.getUri());
    }
    if (step instanceof PollDefinition poll) {
      return Optional.ofNullable(poll.getUri());
    }
    if (step instanceof EndpointRequiredDefinition endpoint) {
      return Optional.ofNullable(endpoint.getEndpointUri());
    }
    return Optional.of(step)
        .filter(node -> node instanceof EnrichDefinition || node instanceof PollEnrichDefinition)
        .map(node -> ((ExpressionNode) node).getExpression())
        .map(ExpressionDefinition::getExpression);
  }

  /** With the name of the component where a placeholder has it. */
  private String begun(RouteDefinition route, String uri) {
    Matcher placeholder = PLACEHOLDER.matcher(uri);
    return placeholder.lookingAt()
        ? text(route, placeholder.group(1).trim()) + uri.substring(placeholder.end())
        : uri;
  }

  private boolean ours(String uri) {
    int colon = uri.indexOf(':');
    return colon > 0 && schemes.test(uri.substring(0, colon));
  }

  /** Without it, {@link DynamicTexts} does not see what messages make of the URI. */
  private void checkOptimised(ProcessorDefinition<?> step, String uri) {
    String optimised = "true";
    if (step instanceof ToDynamicDefinition dynamic) {
      optimised = dynamic.getAllowOptimisedComponents();
    } else if (step instanceof EnrichDefinition enrich) {
      optimised = enrich.getAllowOptimisedComponents();
    }
    if (optimised != null
        && ours(uri)
        && !Boolean.parseBoolean(context.resolvePropertyPlaceholders(optimised))) {
      throw wrong(
          "A step to a databricks endpoint has allowOptimisedComponents=false, with which messages"
              + " may alter its options. Remove it.");
    }
  }

  /** Nothing looks at the properties that a message makes for a Kamelet. */
  private static void checkMessage(ProcessorDefinition<?> step, String uri) {
    boolean dynamic = step instanceof ToDynamicDefinition || step instanceof ExpressionNode;
    Matcher kamelet = KAMELET.matcher(uri);
    if (dynamic && kamelet.matches() && EXPRESSION.matcher(uri).find()) {
      throw wrong(
          "The Kamelet "
              + kamelet.group(1)
              + " gets a property from a message, which may add or replace others. Call it by to, and"
              + " bind values as parameters, with the header CamelDatabricksParameters.");
    }
  }

  private void check(RouteDefinition route, String uri, boolean dynamic) {
    Matcher kamelet = KAMELET.matcher(uri);
    if (ours(uri)) {
      EndpointTexts.checkCharacters("A databricks endpoint", uri);
      Map<String, Object> options = options("A databricks endpoint", uri);
      options.forEach((name, value) -> checkPlaceholders(route, name, value, true));
      if (!uri.contains("{{")) {
        EndpointTexts.evaluated(options);
      }
    } else if (kamelet.matches()) {
      String where = "The Kamelet " + kamelet.group(1);
      EndpointTexts.checkCharacters(where, uri);
      options(where, uri)
          .forEach(
              (name, value) -> {
                checkPlaceholders(route, name, value, false);
                checkProperty(where, name, value, dynamic);
              });
    }
  }

  private static Map<String, Object> options(String where, String uri) {
    try {
      return URISupport.parseQuery(URISupport.extractQuery(uri), true);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw wrong(where + " has a URI that Camel does not take. " + EndpointTexts.REMEDY);
    }
  }

  private static void checkProperty(String where, String name, Object value, boolean dynamic) {
    if (!NAME.matcher(name).matches() || value instanceof List) {
      throw wrong(
          where
              + " gets a text with &, which ends a property, or a property twice. Write RAW(...)"
              + " around the text, in YAML, too.");
    }
    if (dynamic && value instanceof String text && !SAFE.matcher(text).matches()) {
      throw wrong(
          where
              + " is called by toD, where Camel encodes the property "
              + name
              + ". Call it by to, or write RAW(...) around the text, which may then hold no %.");
    }
  }

  /**
   * What placeholders bring comes after YAML has taken care of its parameters.
   *
   * @param endpoint whether the option is an endpoint's, which reads a template's own property as
   *     it is; a Kamelet does not
   */
  private void checkPlaceholders(
      RouteDefinition route, String option, Object value, boolean endpoint) {
    Matcher placeholder = PLACEHOLDER.matcher(String.valueOf(value));
    boolean raw = EndpointTexts.opensRaw(value);
    while (placeholder.find()) {
      String property = placeholder.group(1).trim();
      String text = text(route, property);
      boolean ofTemplate = property(route, property).isPresent();
      String where =
          "The property "
              + property
              + " of the option "
              + option
              + (ofTemplate && !endpoint ? " in the route '" + route.getRouteId() + "'" : "");
      EndpointTexts.checkCharacters(where, text);
      boolean whole = endpoint && ofTemplate && WHOLE.matcher(value.toString()).matches();
      if (raw && (text.contains(")&") || text.contains("%25") && !whole)) {
        throw wrong(
            where
                + " holds )& or %25: Camel ends RAW(...) at the first, and takes the second for %."
                + " Put something between the two characters; in a literal of SQL, as in ')' ||"
                + " '&' or '%' || '25'.");
      }
      if (!raw && (text.contains("&") || RAW.matcher(text).find())) {
        throw wrong(
            where
                + " holds & or RAW, which ends an option or takes those behind it. Write RAW({{"
                + property
                + "}}) in the route.");
      }
    }
  }

  private String text(RouteDefinition route, String property) {
    try {
      return context.resolvePropertyPlaceholders(
          property(route, property).orElse("{{" + property + ":}}"));
    } catch (IllegalArgumentException e) {
      return ""; // Camel says what is missing when it makes the endpoint.
    }
  }

  /** What a Kamelet has for a property of its own. */
  private static Optional<String> property(RouteDefinition route, String name) {
    return Optional.ofNullable(route.getTemplateParameters())
        .map(properties -> properties.get(name))
        .map(Object::toString);
  }
}
