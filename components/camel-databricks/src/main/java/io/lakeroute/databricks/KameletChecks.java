package io.lakeroute.databricks;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;

/**
 * Refuses properties that a Kamelet of this project does not have: Camel itself passes over what is
 * misspelt. Stateless.
 */
final class KameletChecks {

  private static final String OURS = "databricks-";
  private static final String TEMPLATE = "templateId";

  /** What Camel itself adds to, or takes from, the properties of a Kamelet. */
  private static final Set<String> OF_CAMEL =
      Set.of(
          "templateid",
          "routeid",
          "uuid",
          "location",
          "parentrouteid",
          "parentprocessorid",
          "noerrorhandler",
          "bridgeerrorhandler");

  private KameletChecks() {}

  /**
   * Looks at all Kamelets there are, as an endpoint does not know in which of them it stands.
   *
   * @throws DatabricksException CONFIGURATION, naming the property and those there are
   */
  static void check(CamelContext context) {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    if (model == null) {
      return; // A context without models has no Kamelets.
    }
    for (RouteDefinition route : model.getRouteDefinitions().toArray(RouteDefinition[]::new)) {
      if (route.getTemplateParameters() != null
          && route.getTemplateParameters().get(TEMPLATE) instanceof String kamelet
          && kamelet.startsWith(OURS)) {
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(kamelet);
        if (template != null) {
          check(kamelet, route, template);
        }
      }
    }
  }

  private static void check(
      String kamelet, RouteDefinition route, RouteTemplateDefinition template) {
    Set<String> has = new TreeSet<>();
    Set<String> known = new HashSet<>(OF_CAMEL);
    template.getTemplateParameters().stream()
        .map(RouteTemplateParameterDefinition::getName)
        .forEach(
            name -> {
              has.add(name);
              known.add(plain(name));
            });
    // Camel has both spellings there; what somebody wrote comes first.
    Comparator<String> asWritten =
        Comparator.comparing((String name) -> name.contains("-")).thenComparing(name -> name);
    for (String given :
        route.getTemplateParameters().keySet().stream().sorted(asWritten).toList()) {
      if (!known.contains(plain(given))) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "The Kamelet "
                + kamelet
                + " has no property '"
                + given
                + "'. It has: "
                + String.join(", ", has)
                + ".");
      }
    }
  }

  /** Camel takes maxRows and max-rows for the same. */
  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
