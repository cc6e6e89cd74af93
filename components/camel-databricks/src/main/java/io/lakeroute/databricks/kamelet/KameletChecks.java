// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.kamelet;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.StringHelper;

/**
 * Refuses values that a Kamelet or route template of this project would not get: Camel itself
 * passes over a property that is misspelt, and lets a default win over one in another case.
 * Stateless.
 */
final class KameletChecks {

  private static final String KAMELETS = "databricks-";

  /** What names of Kamelets and route templates begin with, and what messages call them. */
  private static final Map<String, String> CHECKED =
      Map.of(KAMELETS, "Kamelet", "lakeroute-", "route template");

  /** What Camel itself adds to the properties of a Kamelet. */
  private static final Set<String> OF_CAMEL =
      Set.of(
          "templateId",
          "routeId",
          "uuid",
          "location",
          "parentRouteId",
          "parentProcessorId",
          "noErrorHandler",
          "bridgeErrorHandler");

  private KameletChecks() {}

  /** Whether the Kamelet or route template of that name is checked. */
  static boolean covers(String name) {
    return CHECKED.keySet().stream().anyMatch(name::startsWith);
  }

  /**
   * Checks what a route is made of, before any of its beans and endpoints.
   *
   * @param environment the names of environment variables
   * @throws DatabricksException CONFIGURATION, naming the property and those there are
   */
  static void check(
      RouteTemplateDefinition template, RouteTemplateContext given, Set<String> environment) {
    Set<String> has = new TreeSet<>();
    if (template.getTemplateParameters() != null) {
      template.getTemplateParameters().stream()
          .map(RouteTemplateParameterDefinition::getName)
          .forEach(has::add);
    }
    Map<String, String> spellings = new LinkedHashMap<>();
    // In a fixed order, so that of several faults the same one is named each time.
    for (String name : new TreeSet<>(given.getParameters().keySet())) {
      Object value = given.getParameters().get(name);
      if (OF_CAMEL.contains(name)) {
        continue;
      }
      Optional<String> property = property(has, name);
      if (property.isPresent()) {
        checkOnce(template, property.get(), name, spellings.put(property.get(), name), value);
        checkBean(template, name, value);
      } else if (!fromEnvironment(template, has, name, environment)
          && !ofRoute(template, has, name, given)) {
        throw unknown(template, name, has);
      }
    }
  }

  /** Camel looks properties up as they are declared, and accepts maxRows as max-rows. */
  private static Optional<String> property(Set<String> has, String name) {
    return has.stream()
        .filter(p -> p.equals(name) || StringHelper.camelCaseToDash(p).equals(name))
        .findFirst();
  }

  /**
   * Camel reads CAMEL_KAMELET_DATABRICKS_QUERY_ACTION_MAX_ROWS as MAX_ROWS. With the id of a route
   * in front of MAX_ROWS, other routes get it too, and make nothing of it.
   */
  private static boolean fromEnvironment(
      RouteTemplateDefinition template, Set<String> has, String name, Set<String> environment) {
    String prefix =
        "CAMEL_KAMELET_" + IOHelper.normalizeEnvironmentVariable(template.getId()) + "_";
    return environment.stream().anyMatch(v -> v.startsWith(prefix) && v.endsWith("_" + name))
        && has.stream()
            .flatMap(p -> Stream.of(p, StringHelper.camelCaseToDash(p)))
            .map(IOHelper::normalizeEnvironmentVariable)
            .anyMatch(variable -> ("_" + name).endsWith("_" + variable));
  }

  /** All routes get camel.kamelet.databricks-query-action.lookup.maxRows, as lookup.maxRows. */
  private static boolean ofRoute(
      RouteTemplateDefinition template, Set<String> has, String name, RouteTemplateContext given) {
    int dot = name.lastIndexOf('.');
    return dot > 0
        && property(has, name.substring(dot + 1)).isPresent()
        && given
            .getCamelContext()
            .getPropertiesComponent()
            .resolveProperty("camel.kamelet." + template.getId() + "." + name)
            .isPresent();
  }

  private static void checkOnce(
      RouteTemplateDefinition template, String property, String name, String other, Object value) {
    if (other != null || value instanceof Collection) {
      throw refused(
          "The property "
              + property
              + " of the "
              + called(template)
              + " is given twice"
              + (other == null ? "" : ", as '" + other + "' and as '" + name + "'")
              + ". Remove one of them.");
    }
  }

  /** Camel takes the value for the bean, whose name it then makes unique. */
  private static void checkBean(RouteTemplateDefinition template, String name, Object value) {
    if (template.getTemplateBeans() != null
        && template.getTemplateBeans().stream().anyMatch(b -> Objects.equals(b.getName(), value))) {
      throw refused(
          "The property "
              + name
              + " of the "
              + called(template)
              + " is '"
              + value
              + "', which is the name of a bean in it, and Camel would replace it. Take another value.");
    }
  }

  private static DatabricksException unknown(
      RouteTemplateDefinition template, String name, Set<String> has) {
    return refused(
        "The "
            + called(template)
            + " has no property '"
            + name
            + "'."
            + has.stream()
                .filter(p -> plain(p).equals(plain(name)))
                .findFirst()
                .map(p -> " Did you mean " + p + "?")
                .orElse("")
            + " It has: "
            + String.join(", ", has)
            + ".");
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static String called(RouteTemplateDefinition template) {
    String id = template.getId();
    return CHECKED.entrySet().stream()
        .filter(kind -> id.startsWith(kind.getKey()))
        .map(kind -> kind.getValue() + " " + id)
        .findFirst()
        .orElse(id);
  }

  private static DatabricksException refused(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }
}
